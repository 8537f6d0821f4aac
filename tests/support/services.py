"""Small services of several kinds that have the profile endpoint; run by the tests' servers.

`/wait` never answers: each request to it is a task that stands in `wait_for_ever`.
"""

import os

from leaklab.tasks.endpoint import ProfileEndpoint

TOKEN = os.environ.get("SERVICE_TOKEN")


async def wait_for_ever() -> None:
    """Stand still, in whatever library runs this."""
    import sniffio

    if sniffio.current_async_library() == "trio":
        import trio

        await trio.sleep_forever()
    import asyncio

    await asyncio.Event().wait()


async def hello(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
    """A bare ASGI app."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    if scope["path"] == "/wait":
        await wait_for_ever()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


bare = ProfileEndpoint(hello, token=TOKEN)
alone = ProfileEndpoint(token=TOKEN)


def starlette():  # type: ignore[no-untyped-def]
    """A Starlette app with the endpoint mounted."""
    from starlette.applications import Starlette
    from starlette.routing import Mount, Route

    async def wait(request):  # type: ignore[no-untyped-def]
        await wait_for_ever()

    endpoint = ProfileEndpoint(token=TOKEN)
    return Starlette(routes=[Mount("/debug/pprof", endpoint), Route("/wait", wait)])


def fastapi():  # type: ignore[no-untyped-def]
    """A FastAPI app with the endpoint mounted."""
    from fastapi import FastAPI

    app = FastAPI()
    app.mount("/debug/pprof", ProfileEndpoint(token=TOKEN))
    app.get("/wait")(wait_for_ever)
    return app


def quart():  # type: ignore[no-untyped-def]
    """A Quart app with the endpoint around it."""
    from quart import Quart

    app = Quart("services")
    app.route("/wait")(wait_for_ever)  # type: ignore[type-var]
    app.asgi_app = ProfileEndpoint(app.asgi_app, token=TOKEN)  # type: ignore[method-assign]
    return app
