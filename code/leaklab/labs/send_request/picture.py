"""The end of a late request as a still picture with words: for paper, and without JavaScript."""

import html

from leaklab.labs.send_request.data import SendData, SendStory
from leaklab.labs.send_request.plan import HANDLERS
from leaklab.roles import PARKED, ROLES, SERVING, WORKER

LANES = {"client": 40, "serving": 132, "channel": 212, "worker": 296}
WIDTH, HEIGHT, Y = 350, 108, 58
RED = ROLES[PARKED]


def still(data: SendData, name: str) -> str:
    """HTML: the picture, what happened when, and what a thousand such requests leave."""
    told = data["stories"][HANDLERS[0]]["slow"]
    lines = [
        f"<li>{step['t_s']:g} s: {html.escape(step['says'])}</li>"
        for step in told["steps"]
        if step["says"]
    ]
    left = ", ".join(f"{data['runs'][each]['left']:,} on {version(each)}" for each in HANDLERS)
    return (
        f"{_picture(told, f'{name}-parked')}<p>One late request to Kubernetes' server, "
        f"{version(HANDLERS[0])}:</p><ul>{''.join(lines)}</ul><p>Of {data['many']:,} such "
        f"requests, this many tasks stay: {left}.</p>"
    )


def version(handler: str) -> str:
    """Kubernetes' version, as readers call it."""
    return handler.removeprefix("k8s-")


def _picture(told: SendStory, hatch: str) -> str:
    client, serving, channel, worker = LANES.values()
    alt = (
        f"A client has its {told['answer']}. The place of its serving task is empty. Behind the "
        "channel a worker is parked, its outcome in front of it."
    )
    icons = {"serving": ROLES[SERVING].icon, "worker": ROLES[WORKER].icon}
    heads = "".join(
        _text(x, 20, f"{icons.get(lane, '')} {lane}".strip()) for lane, x in LANES.items()
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(alt)}" '
        'style="display:block;width:100%;max-width:30rem;font:13px system-ui,sans-serif">'
        f'<defs><pattern id="{hatch}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{RED.fill}"/>'
        f'<path d="M0,8L8,0M0,0L8,8" stroke="{RED.colour}" stroke-width="1.2"/></pattern></defs>'
        f'{heads}<g fill="none" stroke="currentColor">'
        f'<path d="M{client + 20},{Y}H{worker - 14}" stroke-opacity=".25"/>'
        f'<rect x="{client - 18}" y="{Y - 13}" width="36" height="26" rx="5"/>'
        f'<circle cx="{serving}" cy="{Y}" r="13" stroke-dasharray="4 4"/>'
        f'<rect x="{channel - 11}" y="{Y - 15}" width="22" height="30" rx="7"/></g>'
        f'<path d="M{channel + 20},{Y}H{worker - 14}" stroke="{RED.colour}" stroke-width="3"/>'
        f'<circle cx="{channel + 19}" cy="{Y}" r="6" fill="{RED.colour}"/>'
        f'<rect x="{worker - 13}" y="{Y - 13}" width="26" height="26" fill="url(#{hatch})" '
        f'stroke="{RED.colour}" stroke-width="1.5"/>'
        f"{_text(client, Y + 5, str(told['answer']))}{_text(serving, 98, 'ended')}"
        f"{_text(worker, 98, f'{RED.icon} parked')}</svg>"
    )


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" fill="currentColor">{words}</text>'
