"""The page that all others are compared with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View


class EmptyPage(View):
    """Everything that every page of the desk needs, and nothing else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the frame."""
        return render(request, "kit/page.html")
