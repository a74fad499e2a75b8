"""What can go wrong with frames.

AppError
└── UnknownFrame (404): also one that has expired, was ended, or is asked for from elsewhere
"""

from marketing_agent.kernel.errors import NotFound


class UnknownFrame(NotFound):
    """Nothing is shown there. Says no more, whatever the reason."""

    code = "frame.unknown"
