"""The faces that other programs and people meet: chat page, HTTP API and widget."""
