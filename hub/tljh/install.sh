#!/bin/bash
# The book on a machine that runs The Littlest JupyterHub: for everybody who logs in from now on.
#
#   sudo hub/tljh/install.sh ADDRESS-OF-THE-BOOK
#
# ADDRESS-OF-THE-BOOK is what `git clone` takes: the repository's address, or a folder of this
# machine. It may be run again: it brings the newest book to those who have not logged in yet.
# README.md, one folder up, says what goes before and after, and what of it was tried.
set -euo pipefail
book=/srv/parked-forever
tljh=${TLJH_PREFIX:-/opt/tljh}
python=$tljh/user/bin
hub=$tljh/hub/bin

if [ $# -ne 1 ]; then echo "usage: sudo $0 ADDRESS-OF-THE-BOOK" >&2; exit 2; fi
if [ ! -x "$hub/tljh-config" ]; then
  echo "$hub/tljh-config is missing; install The Littlest JupyterHub first" >&2; exit 1
fi
if [ "$(id -u)" -ne 0 ]; then echo "run it as root: sudo $0 $1" >&2; exit 1; fi
if ! "$python/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$python/python is older than Python 3.11, which the book needs" >&2; exit 1
fi

if [ -d "$book/.git" ]; then git -C "$book" pull --ff-only; else git clone --depth 1 "$1" "$book"; fi
cd "$book"
export PATH="$python:$PATH"

# The hub that is installed says which jupyterhub the participants' servers need.
version=$("$hub/python" -c 'import jupyterhub; print(jupyterhub.__version__)')
pip install --no-cache-dir -r requirements.txt
pip install --no-cache-dir "jupyterhub==$version"
./postBuild

# Whoever logs in for the first time gets a copy of /etc/skel: the chapters, and that they are
# trusted, so that JupyterLab shows their figures before anything has run.
rm -rf /etc/skel/chapters
cp -R chapters /etc/skel/
HOME=/etc/skel "$python/jupyter" trust /etc/skel/chapters/*.ipynb > /dev/null
chmod -R go+rX "$book" /etc/skel/chapters

install -D -m 644 -t "$tljh/config/jupyterhub_config.d" hub/tljh/parked_forever.py
"$hub/tljh-config" set user_environment.default_app jupyterlab
"$hub/tljh-config" set limits.memory 1152M
"$hub/tljh-config" set limits.cpu 2
"$hub/tljh-config" set services.cull.timeout 5400 # s; work is kept, a server ends
"$hub/tljh-config" set services.cull.every 300
"$hub/tljh-config" reload
echo "Done. Now: how participants log in (README.md, hub/)."
