"""`./entente administrator`."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from entente.office import roles, services
from entente.office.models import RoleGrant, User


class Command(BaseCommand):
    """Let the first person in, or one back in who lost the password."""

    help = "Add an administrator of the whole installation, or give one a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say who it is."""
        parser.add_argument("username", help="login name: a mail address or a staff number")
        parser.add_argument("--name-zh", default="", help="name in Chinese")
        parser.add_argument("--name-en", default="", help="name in Latin letters")
        parser.add_argument("--mail", default="", help="mail address")

    def handle(self, **options: Any) -> None:
        """Ask for the password, then add or change."""
        by = services.system_user()
        user = User.objects.filter(username__iexact=options["username"]).first()
        password = self.password(user or User(username=options["username"]))
        with transaction.atomic():
            if user is None:
                user = services.add_user(
                    by=by,
                    username=options["username"],
                    password=password,
                    name_zh=options["name_zh"],
                    name_en=options["name_en"],
                    email=options["mail"],
                )
            else:
                user.set_password(password)
                user.save(update_fields=["password"])
            held = RoleGrant.objects.filter(user=user, role=roles.ADMINISTRATOR.code, unit=None)
            if not held.exists():
                services.grant_role(user, roles.ADMINISTRATOR, by=by, unit=None)
        self.stdout.write(f"{user.username} may sign in as administrator.")

    def password(self, user: User) -> str:
        """Ask twice at a terminal; read one line where there is none."""
        if not sys.stdin.isatty():
            password = sys.stdin.readline().rstrip("\n")
        else:
            password = getpass.getpass("Password: ")
            if getpass.getpass("Once more: ") != password:
                raise CommandError("The two differ; nothing was changed.")
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        return password
