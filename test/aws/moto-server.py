"""moto's server on the loopback port that is its only argument. One request at a time when a second argument says `serial`."""

import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

run_simple(
    "127.0.0.1",
    int(sys.argv[1]),
    DomainDispatcherApplication(create_backend_app),
    threaded=sys.argv[2:] != ["serial"],
)
