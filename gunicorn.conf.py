"""How gunicorn runs the bot. Read by gunicorn itself from the folder it is started in.

Two workers of eight threads carried most in the measurements (docs/architecture.md). The
application is loaded once before the fork and frozen, so that workers start fast and share it;
engine, LINE client and sender threads are made in each worker.
"""

import gc
import os

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
control_socket_disable = True
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
worker_class = "gthread"
preload_app = True
graceful_timeout = 20
wsgi_app = "bot.app:create_app()"


def when_ready(server: Arbiter) -> None:
    gc.freeze()


def post_worker_init(worker: Worker) -> None:
    worker.wsgi.extensions["philiang"].start()


def worker_exit(server: Arbiter, worker: Worker) -> None:
    if worker.wsgi is not None:
        worker.wsgi.extensions["philiang"].stop()
