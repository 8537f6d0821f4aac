"""A program whose file has a space in its name: its own profile."""
import trio
from leaklab import profile


async def main():
    print(profile.debug1(profile.collect()))


trio.run(main)
