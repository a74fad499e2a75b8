"""What leaves the house: messages to the team so far, and the gateways they leave by."""
