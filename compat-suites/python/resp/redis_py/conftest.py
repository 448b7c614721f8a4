"""Connections of redis-py to the server under test, and keys that nobody else has."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
import redis

from compat_server import Server

Connect = Callable[..., redis.Redis]


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Makes clients; each connects when it is first used, and is closed after the case."""
    clients: list[redis.Redis] = []

    def make(**options: Any) -> redis.Redis:
        client = redis.Redis(
            **{
                "host": server.host,
                "port": server.port,
                "username": server.user,
                "password": server.password,
                "socket_timeout": 30,
                **options,
            }
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(connect: Connect) -> redis.Redis:
    return connect()


@pytest.fixture
def key(client: redis.Redis) -> Iterator[str]:
    """A key that nobody else has."""
    name = f"compat_{uuid.uuid4().hex}"
    yield name
    client.delete(name)


@pytest.fixture
def sql(server: Server) -> Iterator[psycopg2.extensions.cursor]:
    """The same database by PostgreSQL's protocol."""
    connection = psycopg2.connect(
        host=server.host,
        port=server.ports["postgresql"],
        user=server.user,
        password=server.password,
        dbname=server.database,
    )
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
