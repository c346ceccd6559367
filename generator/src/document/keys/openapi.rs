//! OpenAPI 3.0.3, 3.1.0 and 3.2.0: section 4.7 of the first, 4.8 of the second, 4.1 to 4.30 of the third, in their order.

use super::Want::{Any, Bool, Components, Flag, List, Map, One, Ref, Schema, Text, Word};
use super::{Key, Kind, Rest, Shape, Want, extended, extensions, idle, key, need, new, newest, open, shape};

const TEXTS: Want = List(&Text);
const SERVERS: Want = List(&One(Kind::Server));
const SECURITY: Want = List(&Map(&TEXTS));
const PARAMETERS: Want = List(&Ref(Kind::Parameter));
const EXAMPLES: Want = Map(&Ref(Kind::Example));
const HEADERS: Want = Map(&Ref(Kind::Header));
const CONTENT: Want = Map(&Ref(Kind::MediaType));
const ENCODINGS: Want = Map(&One(Kind::Encoding));
const PATH_ITEMS: Want = Map(&Ref(Kind::PathItem));

pub(super) static ROOT: Shape = extended(
    "a description",
    &[
        need("openapi", Text),
        need("info", One(Kind::Info)),
        key("servers", SERVERS),
        key("paths", One(Kind::Paths)),
        key("components", One(Kind::Components)),
        key("security", SECURITY),
        key("tags", List(&One(Kind::Tag))),
        key("externalDocs", One(Kind::ExternalDocs)),
        new("webhooks", PATH_ITEMS),
        idle(new("jsonSchemaDialect", Text)),
        newest("$self", Text),
    ],
    extensions::ON_ROOT,
);

pub(super) static PART: Shape = shape(
    "a part of a description",
    &[
        key("paths", One(Kind::Paths)),
        key("components", One(Kind::Components)),
        key("openapi", Text),
        key("info", One(Kind::Info)),
        key("servers", SERVERS),
        key("security", SECURITY),
        key("tags", List(&One(Kind::Tag))),
        key("externalDocs", One(Kind::ExternalDocs)),
        new("webhooks", PATH_ITEMS),
        idle(new("jsonSchemaDialect", Text)),
        newest("$self", Text),
    ],
);

pub(super) static INFO: Shape = shape(
    "`info`",
    &[
        need("title", Text),
        need("version", Text),
        key("description", Text),
        key("termsOfService", Text),
        key("contact", One(Kind::Contact)),
        key("license", One(Kind::License)),
        new("summary", Text),
    ],
);

pub(super) static CONTACT: Shape = shape("a contact", &[key("name", Text), key("url", Text), key("email", Text)]);

pub(super) static LICENSE: Shape = shape("a licence", &[need("name", Text), key("url", Text), new("identifier", Text)]);

pub(super) static SERVER: Shape = shape(
    "a server",
    &[need("url", Text), key("description", Text), key("variables", Map(&One(Kind::ServerVariable))), newest("name", Text)],
);

pub(super) static SERVER_VARIABLE: Shape =
    shape("a server variable", &[key("enum", TEXTS), need("default", Text), key("description", Text)]);

pub(super) static COMPONENTS: Shape = shape(
    "`components`",
    &[
        key("schemas", Components(&Schema)),
        key("responses", Components(&Ref(Kind::Response))),
        key("parameters", Components(&Ref(Kind::Parameter))),
        key("examples", Components(&Ref(Kind::Example))),
        key("requestBodies", Components(&Ref(Kind::RequestBody))),
        key("headers", Components(&Ref(Kind::Header))),
        key("securitySchemes", Components(&Ref(Kind::SecurityScheme))),
        idle(key("links", Components(&Ref(Kind::Link)))),
        key("callbacks", Components(&Ref(Kind::Callback))),
        new("pathItems", Components(&Ref(Kind::PathItem))),
        newest("mediaTypes", Components(&Ref(Kind::MediaType))),
    ],
);

pub(super) static PATHS: Shape = open("`paths`", Rest::Paths);

const OPERATION_ITEM: Want = One(Kind::Operation);

pub(super) static PATH_ITEM: Shape = shape(
    "a path item",
    &[
        key("get", OPERATION_ITEM),
        key("post", OPERATION_ITEM),
        key("put", OPERATION_ITEM),
        key("delete", OPERATION_ITEM),
        key("patch", OPERATION_ITEM),
        key("parameters", PARAMETERS),
        key("summary", Text),
        key("description", Text),
        key("servers", SERVERS),
        key("head", OPERATION_ITEM),
        key("options", OPERATION_ITEM),
        key("trace", OPERATION_ITEM),
        key("$ref", Text),
        newest("query", OPERATION_ITEM),
        newest("additionalOperations", Map(&OPERATION_ITEM)),
    ],
);

pub(super) static OPERATION: Shape = extended(
    "an operation",
    &[
        key("operationId", Text),
        key("tags", TEXTS),
        key("summary", Text),
        key("description", Text),
        key("parameters", PARAMETERS),
        key("requestBody", Ref(Kind::RequestBody)),
        key("responses", One(Kind::Responses)),
        key("security", SECURITY),
        key("externalDocs", One(Kind::ExternalDocs)),
        key("deprecated", Flag),
        key("callbacks", Map(&Ref(Kind::Callback))),
        key("servers", SERVERS),
    ],
    extensions::ON_OPERATION,
);

pub(super) static EXTERNAL_DOCS: Shape = shape("`externalDocs`", &[need("url", Text), key("description", Text)]);

const STYLES: &[&str] = &["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject", "label", "matrix", "cookie"];

pub(super) static PARAMETER: Shape = extended(
    "a parameter",
    &[
        need("name", Text),
        need("in", Word(&["query", "path", "header", "cookie", "querystring"])),
        key("description", Text),
        key("required", Flag),
        key("schema", Schema),
        key("example", Any),
        key("style", Word(STYLES)),
        key("explode", Bool),
        key("examples", EXAMPLES),
        key("deprecated", Flag),
        key("allowEmptyValue", Flag),
        key("allowReserved", Flag),
        key("content", CONTENT),
    ],
    extensions::ON_PARAMETER,
);

pub(super) static HEADER: Shape = shape(
    "a header",
    &[
        key("description", Text),
        key("schema", Schema),
        key("required", Flag),
        key("example", Any),
        idle(key("style", Word(&["simple"]))),
        idle(key("explode", Bool)),
        key("examples", EXAMPLES),
        key("deprecated", Flag),
        idle(key("allowEmptyValue", Flag)),
        idle(key("allowReserved", Flag)),
        key("content", CONTENT),
    ],
);

pub(super) static REQUEST_BODY: Shape =
    shape("a request body", &[need("content", CONTENT), key("description", Text), key("required", Flag)]);

pub(super) static MEDIA_TYPE: Shape = extended(
    "a media type",
    &[
        key("schema", Schema),
        key("example", Any),
        key("examples", EXAMPLES),
        key("encoding", ENCODINGS),
        newest("itemSchema", Schema),
        idle(newest("prefixEncoding", List(&One(Kind::Encoding)))),
        idle(newest("itemEncoding", One(Kind::Encoding))),
    ],
    extensions::ON_MEDIA_TYPE,
);

pub(super) static ENCODING: Shape = shape(
    "an encoding",
    &[
        key("contentType", Text),
        key("headers", HEADERS),
        key("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        key("explode", Bool),
        idle(key("allowReserved", Flag)),
        idle(newest("encoding", ENCODINGS)),
        idle(newest("prefixEncoding", List(&One(Kind::Encoding)))),
        idle(newest("itemEncoding", One(Kind::Encoding))),
    ],
);

pub(super) static RESPONSES: Shape = open("`responses`", Rest::Statuses);

pub(super) static RESPONSE: Shape = shape(
    "a response",
    &[
        key("description", Text),
        key("content", CONTENT),
        key("headers", HEADERS),
        idle(key("links", Map(&Ref(Kind::Link)))),
        newest("summary", Text),
    ],
);

pub(super) static CALLBACK: Shape = open("a callback", Rest::Names(Ref(Kind::PathItem)));

pub(super) static EXAMPLE: Shape = shape(
    "an example",
    &[
        key("value", Any),
        key("summary", Text),
        key("description", Text),
        idle(key("externalValue", Text)),
        newest("dataValue", Any),
        idle(newest("serializedValue", Text)),
    ],
);

pub(super) static LINK: Shape = shape(
    "a link",
    &[
        key("operationId", Text),
        key("operationRef", Text),
        key("parameters", Map(&Any)),
        key("requestBody", Any),
        key("description", Text),
        key("server", One(Kind::Server)),
    ],
);

pub(super) static TAG: Shape = shape(
    "a tag",
    &[
        need("name", Text),
        key("description", Text),
        key("externalDocs", One(Kind::ExternalDocs)),
        newest("summary", Text),
        newest("parent", Text),
        newest("kind", Text),
    ],
);

const SCHEME_TYPE: Key = need("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]));

pub(super) static SECURITY_SCHEME: Shape = extended(
    "a security scheme",
    &[
        SCHEME_TYPE,
        key("description", Text),
        key("name", Text),
        key("in", Word(&["query", "header", "cookie"])),
        key("scheme", Text),
        idle(key("bearerFormat", Text)),
        key("flows", One(Kind::Flows)),
        key("openIdConnectUrl", Text),
        newest("deprecated", Flag),
        idle(newest("oauth2MetadataUrl", Text)),
    ],
    extensions::ON_SECURITY_SCHEME,
);

pub(super) static FLOWS: Shape = shape(
    "`flows`",
    &[
        key("implicit", One(Kind::Flow)),
        key("password", One(Kind::Flow)),
        key("clientCredentials", One(Kind::Flow)),
        key("authorizationCode", One(Kind::Flow)),
        newest("deviceAuthorization", One(Kind::Flow)),
    ],
);

pub(super) static FLOW: Shape = shape(
    "an OAuth flow",
    &[
        key("authorizationUrl", Text),
        key("tokenUrl", Text),
        key("refreshUrl", Text),
        need("scopes", Map(&Text)),
        idle(newest("deviceAuthorizationUrl", Text)),
    ],
);
