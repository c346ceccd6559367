"""A server as its users write it; its description is FastAPI's own work."""

from collections.abc import AsyncIterable
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, Optional, Union
from uuid import UUID

from fastapi import Body, FastAPI, File, Form, Header, Query, UploadFile
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, Field

app = FastAPI(title="Judge")
TAGS = {"tags": ["judge"]}


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    trick: Optional[str] = None


Pet = Annotated[Union[Cat, Dog], Field(discriminator="kind")]


class Colour(str, Enum):
    red = "red"
    dark_blue = "dark blue"


class Owner(BaseModel):
    pet: Optional[Pet] = None
    colour: Optional[Colour] = None
    other: Union[int, str]
    ratio: float
    count: int


class Account(BaseModel):
    id: UUID
    since: datetime
    balance: Decimal
    tags: set[str] = set()
    limits: dict[str, Optional[int]] = {}
    point: tuple[float, float] = (0, 0)
    parent: Optional["Account"] = None


class Tick(BaseModel):
    number: int
    pet: Optional[Pet] = None


@app.post("/upload", operation_id="uploadOne", **TAGS)
async def upload(file: UploadFile, note: Annotated[str, Form()]) -> dict[str, str]:
    data = await file.read()
    return {"name": file.filename or "", "type": file.content_type or "", "size": str(len(data)), "note": note}


@app.post("/uploads", operation_id="uploadMany", **TAGS)
async def uploads(files: list[UploadFile]) -> dict[str, str]:
    return {"names": ",".join(file.filename or "" for file in files)}


@app.post("/upload-maybe", operation_id="uploadMaybe", **TAGS)
async def upload_maybe(
    file: Optional[UploadFile] = None,
    raw: Annotated[Optional[bytes], File()] = None,
    words: Annotated[Optional[list[str]], Form()] = None,
    count: Annotated[int, Form()] = 1,
) -> dict[str, Union[int, str, list[str], None]]:
    size = None if file is None else len(await file.read())
    return {"size": size, "raw": None if raw is None else len(raw), "words": words, "count": count}


class Login(BaseModel):
    name: str
    age: Optional[int] = None
    roles: list[str] = []


@app.post("/form", operation_id="sendForm", **TAGS)
async def form(login: Annotated[Login, Form()]) -> Login:
    return login


@app.post("/owner", operation_id="echoOwner", **TAGS)
async def owner(owner: Owner) -> Owner:
    return owner


@app.post("/account", operation_id="echoAccount", **TAGS)
async def account(account: Account) -> Account:
    return account


@app.post("/embedded", operation_id="embedded", **TAGS)
async def embedded(number: Annotated[int, Body()], cat: Annotated[Cat, Body()]) -> dict[str, int]:
    return {"sum": number + cat.lives}


@app.get("/search", operation_id="search", **TAGS)
async def search(
    colours: Annotated[Optional[list[Colour]], Query()] = None,
    text: str = "",
    since: Optional[datetime] = None,
    x_numbers: Annotated[Optional[list[int]], Header()] = None,
) -> dict[str, Union[str, list[str], list[int], None]]:
    return {
        "colours": None if colours is None else [colour.value for colour in colours],
        "text": text,
        "since": None if since is None else since.isoformat(),
        "numbers": x_numbers,
    }


@app.get(
    "/ticks",
    operation_id="ticks",
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    response_class=StreamingResponse,
    **TAGS,
)
async def ticks():
    async def lines():
        for text in ("Hello", "two words"):
            yield f"data: {text}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


@app.get("/typed-ticks", operation_id="typedTicks", response_class=EventSourceResponse, **TAGS)
async def typed_ticks(count: int = 2) -> AsyncIterable[Tick]:
    for number in range(count):
        yield Tick(number=number, pet=Dog(kind="dog", trick="two\nlines"))


@app.get("/json-lines", operation_id="jsonLines", **TAGS)
async def json_lines(count: int = 2) -> AsyncIterable[Tick]:
    for number in range(count):
        yield Tick(number=number)
