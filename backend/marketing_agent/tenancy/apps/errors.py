"""What can go wrong when an app is connected.

AppError
├── UnknownApp (404)        ├── TooManyApps (429)
└── RequestRefused (400): shown to the person; nothing is sent back to the app
    └── ClientRefused (400): what the app says of itself cannot be taken
"""

from marketing_agent.kernel.errors import Invalid, NotFound, TooMany


class UnknownApp(NotFound):
    """No such connected app, or it is another person's."""

    code = "app.unknown"


class RequestRefused(Invalid):
    """The app did not ask in the way that is safe. No redirect follows."""

    code = "app.request"


class ClientRefused(RequestRefused):
    """Name, addresses or the way it signs in cannot be taken."""

    code = "app.client"


class TooManyApps(TooMany):
    """Too many registrations from one address."""

    code = "app.too_many"
