"""The lessons in a browser tab: `python -m tools.site build`, `serve`, or `address OWNER/REPOSITORY`."""

import argparse
from pathlib import Path

from tools.pages import ROOT
from tools.site.build import build
from tools.site.pages import README, addressed
from tools.site.serve import server


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description="The lessons in a browser tab.")
    commands = parser.add_subparsers(dest="command", required=True)
    builder = commands.add_parser("build", help="build the site into a folder")
    builder.add_argument("--to", type=Path, default=ROOT / "build" / "site")
    builder.add_argument("--pyodide", help="a folder with a Pyodide distribution, to be part of the site, or an address")
    servant = commands.add_parser("serve", help="serve a built site on this machine")
    servant.add_argument("--from", dest="folder", type=Path, default=ROOT / "build" / "site")
    servant.add_argument("--port", type=int, default=8000)
    setter = commands.add_parser("address", help="fill the README's links to the published site")
    setter.add_argument("repository", help="OWNER/REPOSITORY on GitHub")
    args = parser.parse_args()
    if args.command == "build":
        build(args.to, args.pyodide)
        return
    if args.command == "address":
        try:
            README.write_text(addressed(README.read_text(encoding="utf8"), args.repository), encoding="utf8")
        except ValueError as fault:
            parser.error(str(fault))
        return
    if not (args.folder / "index.html").exists():
        raise SystemExit(f"{args.folder} holds no site; build it first: python -m tools.site build")
    with server(args.folder, args.port) as serving:
        print(f"The lessons are at http://127.0.0.1:{serving.server_port}/ (Ctrl+C ends this)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
