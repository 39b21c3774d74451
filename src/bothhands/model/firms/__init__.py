"""The firms body, owner of each firm's money."""
