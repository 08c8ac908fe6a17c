from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Status(models.TextChoices):
    QUEUED = "queued", "Na fila"
    INVITED = "invited", "Convite enviado"
    FAILED = "failed", "Falha no envio"
    ACTIVE = "active", "Acesso ativo"
    DISABLED = "disabled", "Desativado"


class User(AbstractBaseUser):
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=100, db_index=True)
    is_admin = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED, db_index=True)
    force_change_password = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    USERNAME_FIELD = "email"
    objects = BaseUserManager()
