//! OpenAPI 3.0.3, 3.1.0 and 3.2.0: section 4.7 of the first, 4.8 of the second, 4.1 to 4.30 of the third, in their order.

use super::Want::{Any, Array, Bool, Components, Flag, Map, One, Ref, Schema, String, Word};
use super::{Key, ObjectKind, Rest, Shape, Want, extended, extensions, idle, key, need, new, newest, open, shape};

const STRINGS: Want = Array(&String);
const SERVERS: Want = Array(&One(ObjectKind::Server));
const SECURITY: Want = Array(&Map(&STRINGS));
const PARAMETERS: Want = Array(&Ref(ObjectKind::Parameter));
const EXAMPLES: Want = Map(&Ref(ObjectKind::Example));
const HEADERS: Want = Map(&Ref(ObjectKind::Header));
const CONTENT: Want = Map(&Ref(ObjectKind::MediaType));
const ENCODINGS: Want = Map(&One(ObjectKind::Encoding));
const PATH_ITEMS: Want = Map(&Ref(ObjectKind::PathItem));

pub(super) static ROOT: Shape = extended(
    "a description",
    &[
        need("openapi", String),
        need("info", One(ObjectKind::Info)),
        key("servers", SERVERS),
        key("paths", One(ObjectKind::Paths)),
        key("components", One(ObjectKind::Components)),
        key("security", SECURITY),
        key("tags", Array(&One(ObjectKind::Tag))),
        key("externalDocs", One(ObjectKind::ExternalDocs)),
        new("webhooks", PATH_ITEMS),
        idle(new("jsonSchemaDialect", String)),
        newest("$self", String),
    ],
    extensions::ON_ROOT,
);

pub(super) static PART: Shape = shape(
    "a part of a description",
    &[
        key("paths", One(ObjectKind::Paths)),
        key("components", One(ObjectKind::Components)),
        key("openapi", String),
        key("info", One(ObjectKind::Info)),
        key("servers", SERVERS),
        key("security", SECURITY),
        key("tags", Array(&One(ObjectKind::Tag))),
        key("externalDocs", One(ObjectKind::ExternalDocs)),
        new("webhooks", PATH_ITEMS),
        idle(new("jsonSchemaDialect", String)),
        newest("$self", String),
    ],
);

pub(super) static INFO: Shape = shape(
    "`info`",
    &[
        need("title", String),
        need("version", String),
        key("description", String),
        key("termsOfService", String),
        key("contact", One(ObjectKind::Contact)),
        key("license", One(ObjectKind::License)),
        new("summary", String),
    ],
);

pub(super) static CONTACT: Shape = shape("a contact", &[key("name", String), key("url", String), key("email", String)]);

pub(super) static LICENSE: Shape = shape("a licence", &[need("name", String), key("url", String), new("identifier", String)]);

pub(super) static SERVER: Shape = shape(
    "a server",
    &[
        need("url", String),
        key("description", String),
        key("variables", Map(&One(ObjectKind::ServerVariable))),
        newest("name", String),
    ],
);

pub(super) static SERVER_VARIABLE: Shape =
    shape("a server variable", &[key("enum", STRINGS), need("default", String), key("description", String)]);

pub(super) static COMPONENTS: Shape = shape(
    "`components`",
    &[
        key("schemas", Components(&Schema)),
        key("responses", Components(&Ref(ObjectKind::Response))),
        key("parameters", Components(&Ref(ObjectKind::Parameter))),
        key("examples", Components(&Ref(ObjectKind::Example))),
        key("requestBodies", Components(&Ref(ObjectKind::RequestBody))),
        key("headers", Components(&Ref(ObjectKind::Header))),
        key("securitySchemes", Components(&Ref(ObjectKind::SecurityScheme))),
        idle(key("links", Components(&Ref(ObjectKind::Link)))),
        key("callbacks", Components(&Ref(ObjectKind::Callback))),
        new("pathItems", Components(&Ref(ObjectKind::PathItem))),
        newest("mediaTypes", Components(&Ref(ObjectKind::MediaType))),
    ],
);

pub(super) static PATHS: Shape = open("`paths`", Rest::Paths);

const OPERATION_ITEM: Want = One(ObjectKind::Operation);

pub(super) static PATH_ITEM: Shape = shape(
    "a path item",
    &[
        key("get", OPERATION_ITEM),
        key("post", OPERATION_ITEM),
        key("put", OPERATION_ITEM),
        key("delete", OPERATION_ITEM),
        key("patch", OPERATION_ITEM),
        key("parameters", PARAMETERS),
        key("summary", String),
        key("description", String),
        key("servers", SERVERS),
        key("head", OPERATION_ITEM),
        key("options", OPERATION_ITEM),
        key("trace", OPERATION_ITEM),
        key("$ref", String),
        newest("query", OPERATION_ITEM),
        newest("additionalOperations", Map(&OPERATION_ITEM)),
    ],
);

pub(super) static OPERATION: Shape = extended(
    "an operation",
    &[
        key("operationId", String),
        key("tags", STRINGS),
        key("summary", String),
        key("description", String),
        key("parameters", PARAMETERS),
        key("requestBody", Ref(ObjectKind::RequestBody)),
        key("responses", One(ObjectKind::Responses)),
        key("security", SECURITY),
        key("externalDocs", One(ObjectKind::ExternalDocs)),
        key("deprecated", Flag),
        key("callbacks", Map(&Ref(ObjectKind::Callback))),
        key("servers", SERVERS),
    ],
    extensions::ON_OPERATION,
);

pub(super) static EXTERNAL_DOCS: Shape = shape("`externalDocs`", &[need("url", String), key("description", String)]);

const STYLES: &[&str] = &["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject", "label", "matrix", "cookie"];

pub(super) static PARAMETER: Shape = extended(
    "a parameter",
    &[
        need("name", String),
        need("in", Word(&["query", "path", "header", "cookie", "querystring"])),
        key("description", String),
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
        key("description", String),
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
    shape("a request body", &[need("content", CONTENT), key("description", String), key("required", Flag)]);

pub(super) static MEDIA_TYPE: Shape = extended(
    "a media type",
    &[
        key("schema", Schema),
        key("example", Any),
        key("examples", EXAMPLES),
        key("encoding", ENCODINGS),
        newest("itemSchema", Schema),
        idle(newest("prefixEncoding", Array(&One(ObjectKind::Encoding)))),
        idle(newest("itemEncoding", One(ObjectKind::Encoding))),
    ],
    extensions::ON_MEDIA_TYPE,
);

pub(super) static ENCODING: Shape = shape(
    "an encoding",
    &[
        key("contentType", String),
        key("headers", HEADERS),
        key("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        key("explode", Bool),
        idle(key("allowReserved", Flag)),
        idle(newest("encoding", ENCODINGS)),
        idle(newest("prefixEncoding", Array(&One(ObjectKind::Encoding)))),
        idle(newest("itemEncoding", One(ObjectKind::Encoding))),
    ],
);

pub(super) static RESPONSES: Shape = open("`responses`", Rest::Statuses);

pub(super) static RESPONSE: Shape = shape(
    "a response",
    &[
        key("description", String),
        key("content", CONTENT),
        key("headers", HEADERS),
        idle(key("links", Map(&Ref(ObjectKind::Link)))),
        newest("summary", String),
    ],
);

pub(super) static CALLBACK: Shape = open("a callback", Rest::Names(Ref(ObjectKind::PathItem)));

pub(super) static EXAMPLE: Shape = shape(
    "an example",
    &[
        key("value", Any),
        key("summary", String),
        key("description", String),
        idle(key("externalValue", String)),
        newest("dataValue", Any),
        idle(newest("serializedValue", String)),
    ],
);

pub(super) static LINK: Shape = shape(
    "a link",
    &[
        key("operationId", String),
        key("operationRef", String),
        key("parameters", Map(&Any)),
        key("requestBody", Any),
        key("description", String),
        key("server", One(ObjectKind::Server)),
    ],
);

pub(super) static TAG: Shape = shape(
    "a tag",
    &[
        need("name", String),
        key("description", String),
        key("externalDocs", One(ObjectKind::ExternalDocs)),
        newest("summary", String),
        newest("parent", String),
        newest("kind", String),
    ],
);

const SCHEME_TYPE: Key = need("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]));

pub(super) static SECURITY_SCHEME: Shape = extended(
    "a security scheme",
    &[
        SCHEME_TYPE,
        key("description", String),
        key("name", String),
        key("in", Word(&["query", "header", "cookie"])),
        key("scheme", String),
        idle(key("bearerFormat", String)),
        key("flows", One(ObjectKind::Flows)),
        key("openIdConnectUrl", String),
        newest("deprecated", Flag),
        idle(newest("oauth2MetadataUrl", String)),
    ],
    extensions::ON_SECURITY_SCHEME,
);

pub(super) static FLOWS: Shape = shape(
    "`flows`",
    &[
        key("implicit", One(ObjectKind::Flow)),
        key("password", One(ObjectKind::Flow)),
        key("clientCredentials", One(ObjectKind::Flow)),
        key("authorizationCode", One(ObjectKind::Flow)),
        newest("deviceAuthorization", One(ObjectKind::Flow)),
    ],
);

pub(super) static FLOW: Shape = shape(
    "an OAuth flow",
    &[
        key("authorizationUrl", String),
        key("tokenUrl", String),
        key("refreshUrl", String),
        need("scopes", Map(&String)),
        idle(newest("deviceAuthorizationUrl", String)),
    ],
);
