"""How gunicorn runs the yardstick: workers, threads and preloading of our own gunicorn.conf.py."""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
control_socket_disable = True
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
worker_class = "gthread"
preload_app = True
wsgi_app = "benchmarks.echo_bot:app"
