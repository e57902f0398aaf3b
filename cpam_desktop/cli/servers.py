"""From `--profile` or `--url` to the server that a verb works on."""

from __future__ import annotations

from argparse import Namespace

from cpam_desktop.cli import options
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.services.context import Context
from cpam_desktop.services.targets import Target, target_of


async def read_target(args: Namespace, context: Context) -> tuple[Target, ServerProfile]:
    """The server and its profile; the key comes from stdin, the environment, or the keyring, in this order."""
    given = options.read_key(args)
    if args.profile and args.url:
        raise InputError("--profile and --url name two servers", hint="Give one of them.")
    if args.profile:
        profile = context.servers.find(args.profile)
        return target_of(profile, given or await context.servers.key(profile.uid) or ""), profile
    if args.url:
        profile = ServerProfile(
            "", "", args.url, ca_file=args.ca_file or "", verify=not args.insecure, proxy=args.proxy or ""
        )
        return target_of(profile, given), profile
    saved = context.servers.list()
    if len(saved) == 1:
        return target_of(saved[0], given or await context.servers.key(saved[0].uid) or ""), saved[0]
    known = f"Saved servers: {', '.join(p.name for p in saved)}." if saved else "Give --url, or save a server first."
    raise InputError("no server was named", hint=known)
