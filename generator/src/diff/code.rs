//! The kinds of change, each with a stable code and its effect on users of the HTTP API.

use super::verdict::Impact::{self, Breaking as B, Compatible as C, Dangerous as D};

/// What a change means for who sends and for who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Where it is a part of what clients send.
    pub sent: Impact,
    /// Where it is a part of what clients read.
    pub read: Impact,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $sent:ident, $read:ident;)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "`spec/DIFF.md` says for each what it means")]
        pub enum Code { $($name,)* }

        impl Code {
            /// All kinds, in the order of `spec/DIFF.md`.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The stable code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// What it means for who sends and for who reads, before its circumstances are looked at.
            #[must_use]
            pub fn effect(self) -> Effect {
                match self { $(Code::$name => Effect { sent: $sent, read: $read },)* }
            }
        }
    };
}

codes! {
    // Operations.
    OperationAdded = "operation-added", C, C;
    OperationRemoved = "operation-removed", B, B;
    DeprecatedOperationRemoved = "deprecated-operation-removed", C, C;
    OperationDeprecated = "operation-deprecated", C, C;
    OperationReactivated = "operation-reactivated", C, C;
    OperationIdChanged = "operation-id-changed", C, C;
    TagsChanged = "tags-changed", C, C;
    SunsetAdded = "sunset-added", C, C;
    SunsetChanged = "sunset-changed", C, C;
    SunsetBroughtForward = "sunset-brought-forward", D, D;
    SunsetRemoved = "sunset-removed", C, C;
    ServerAdded = "server-added", C, C;
    ServerRemoved = "server-removed", B, B;
    ServerVariableChanged = "server-variable-changed", D, D;
    WebhookAdded = "webhook-added", C, C;
    WebhookRemoved = "webhook-removed", B, B;
    CallbackAdded = "callback-added", C, C;
    CallbackRemoved = "callback-removed", B, B;
    LinkAdded = "link-added", C, C;
    LinkRemoved = "link-removed", C, D;
    // Security.
    CredentialRequired = "credential-required", B, B;
    CredentialDropped = "credential-dropped", C, C;
    AlternativeAdded = "security-alternative-added", C, C;
    AlternativeRemoved = "security-alternative-removed", B, B;
    ScopeRequired = "scope-required", B, B;
    ScopeDropped = "scope-dropped", C, C;
    SchemeChanged = "security-scheme-changed", B, B;
    SchemeAdded = "security-scheme-added", C, C;
    SchemeRemoved = "security-scheme-removed", C, C;
    FlowUrlChanged = "security-url-changed", D, D;
    FlowChanged = "security-flows-changed", D, D;
    ScopeDefined = "scope-defined", C, C;
    ScopeUndefined = "scope-undefined", C, C;
    ScopeTextChanged = "scope-text-changed", C, C;
    // Parameters.
    OptionalParameterAdded = "optional-parameter-added", C, C;
    RequiredParameterAdded = "required-parameter-added", B, C;
    ParameterRemoved = "parameter-removed", D, D;
    DeprecatedParameterRemoved = "deprecated-parameter-removed", C, C;
    ParameterBecameRequired = "parameter-became-required", B, C;
    ParameterBecameOptional = "parameter-became-optional", C, C;
    ParameterDeprecated = "parameter-deprecated", C, C;
    ParameterReactivated = "parameter-reactivated", C, C;
    ParameterStyleChanged = "parameter-style-changed", B, B;
    ParameterContentChanged = "parameter-content-changed", B, B;
    EmptyValueAllowed = "empty-value-allowed", C, C;
    EmptyValueRefused = "empty-value-refused", B, C;
    // Bodies.
    OptionalBodyAdded = "optional-body-added", C, C;
    RequiredBodyAdded = "required-body-added", B, C;
    BodyRemoved = "body-removed", B, B;
    BodyBecameRequired = "body-became-required", B, C;
    BodyBecameOptional = "body-became-optional", C, B;
    MediaTypeAdded = "media-type-added", C, C;
    MediaTypeRemoved = "media-type-removed", B, B;
    MediaTypeSpecialised = "media-type-narrowed", B, C;
    MediaTypeGeneralised = "media-type-widened", C, B;
    MediaTypeRenamed = "media-type-renamed", B, C;
    BodySchemaAdded = "body-schema-added", B, C;
    BodySchemaRemoved = "body-schema-removed", C, D;
    PartEncodingChanged = "part-encoding-changed", B, B;
    // Responses.
    SuccessAdded = "success-status-added", C, C;
    SuccessRemoved = "success-status-removed", B, B;
    FailureAdded = "failure-status-added", C, C;
    FailureRemoved = "failure-status-removed", C, C;
    HeaderAdded = "header-added", C, C;
    RequiredHeaderRemoved = "required-header-removed", B, B;
    OptionalHeaderRemoved = "optional-header-removed", D, D;
    HeaderBecameRequired = "header-became-required", B, C;
    HeaderBecameOptional = "header-became-optional", C, B;
    HeaderDeprecated = "header-deprecated", C, C;
    HeaderReactivated = "header-reactivated", C, C;
    // Properties.
    OptionalPropertyAdded = "optional-property-added", C, C;
    RequiredPropertyAdded = "required-property-added", B, C;
    OptionalPropertyRemoved = "optional-property-removed", D, D;
    RequiredPropertyRemoved = "required-property-removed", D, B;
    PropertyBecameRequired = "property-became-required", B, C;
    PropertyBecameOptional = "property-became-optional", C, B;
    BecameReadOnly = "became-read-only", C, C;
    BecameNotReadOnly = "became-not-read-only", C, C;
    BecameWriteOnly = "became-write-only", C, C;
    BecameNotWriteOnly = "became-not-write-only", C, C;
    Deprecated = "deprecated", C, C;
    Reactivated = "reactivated", C, C;
    ExtraPropertiesRefused = "extra-properties-refused", B, C;
    ExtraPropertiesAllowed = "extra-properties-allowed", C, C;
    ExtraPropertiesTyped = "extra-properties-typed", B, C;
    ExtraPropertiesUntyped = "extra-properties-untyped", C, D;
    PatternPropertyAdded = "pattern-property-added", B, C;
    PatternPropertyRemoved = "pattern-property-removed", C, B;
    PropertyNamesRestricted = "property-names-restricted", B, C;
    PropertyNamesFreed = "property-names-freed", C, B;
    DependentRequiredAdded = "dependent-required-added", B, C;
    DependentRequiredChanged = "dependent-required-changed", B, B;
    DependentRequiredRemoved = "dependent-required-removed", C, B;
    DependentSchemaAdded = "dependent-schema-added", B, C;
    DependentSchemaRemoved = "dependent-schema-removed", C, B;
    // Values.
    TypeChanged = "type-changed", B, B;
    TypeNarrowed = "type-narrowed", B, C;
    TypeWidened = "type-widened", C, B;
    BecameNullable = "became-nullable", C, B;
    BecameNotNullable = "became-not-nullable", B, C;
    EnumAdded = "enum-added", B, C;
    EnumRemoved = "enum-removed", C, D;
    EnumValueAdded = "enum-value-added", C, D;
    EnumValueRemoved = "enum-value-removed", B, C;
    KnownValueAdded = "known-value-added", C, C;
    KnownValueRemoved = "known-value-removed", B, C;
    ConstAdded = "const-added", B, C;
    ConstChanged = "const-changed", B, B;
    ConstRemoved = "const-removed", C, B;
    DefaultAdded = "default-added", C, C;
    DefaultChanged = "default-changed", C, C;
    DefaultRemoved = "default-removed", C, C;
    LowerBoundSet = "lower-bound-set", D, C;
    LowerBoundRaised = "lower-bound-raised", B, C;
    LowerBoundLowered = "lower-bound-lowered", C, B;
    LowerBoundDropped = "lower-bound-dropped", C, B;
    UpperBoundSet = "upper-bound-set", D, C;
    UpperBoundLowered = "upper-bound-lowered", B, C;
    UpperBoundRaised = "upper-bound-raised", C, B;
    UpperBoundDropped = "upper-bound-dropped", C, B;
    MultipleOfAdded = "multiple-of-added", B, C;
    MultipleOfChanged = "multiple-of-changed", B, D;
    MultipleOfRemoved = "multiple-of-removed", C, D;
    PatternAdded = "pattern-added", B, C;
    PatternChanged = "pattern-changed", D, D;
    PatternWidened = "pattern-widened", C, D;
    PatternRemoved = "pattern-removed", C, D;
    UniqueItemsRequired = "unique-items-required", B, C;
    UniqueItemsDropped = "unique-items-dropped", C, D;
    ContentEncodingChanged = "content-encoding-changed", B, B;
    ContentTypeChanged = "content-media-type-changed", B, B;
    ContentSchemaAdded = "content-schema-added", B, C;
    ContentSchemaRemoved = "content-schema-removed", C, B;
    XmlChanged = "xml-changed", B, B;
    // Composition.
    OneOfAdded = "one-of-member-added", C, B;
    OneOfRemoved = "one-of-member-removed", B, C;
    AnyOfAdded = "any-of-member-added", C, B;
    AnyOfRemoved = "any-of-member-removed", B, C;
    BecameOneOf = "became-one-of", B, B;
    BecameSingle = "became-single", B, C;
    ChoiceAdded = "choice-added", B, C;
    ChoiceRemoved = "choice-removed", C, B;
    ChoiceChanged = "any-of-became-one-of", D, D;
    DiscriminatorAdded = "discriminator-added", C, C;
    DiscriminatorRemoved = "discriminator-removed", C, C;
    DiscriminatorPropertyChanged = "discriminator-property-changed", C, C;
    MappingAdded = "mapping-added", C, C;
    MappingChanged = "mapping-changed", C, C;
    MappingRemoved = "mapping-removed", C, C;
    NotAdded = "not-added", B, C;
    NotChanged = "not-changed", D, D;
    NotRemoved = "not-removed", C, B;
    ConditionAdded = "condition-added", B, C;
    ConditionChanged = "condition-changed", D, D;
    ConditionRemoved = "condition-removed", C, B;
    ItemsRestricted = "items-restricted", B, C;
    ItemsFreed = "items-freed", C, D;
    PrefixItemAdded = "prefix-item-added", C, B;
    PrefixItemRemoved = "prefix-item-removed", B, C;
    ContainsAdded = "contains-added", B, C;
    ContainsRemoved = "contains-removed", C, B;
    UnevaluatedAdded = "unevaluated-restricted", B, C;
    UnevaluatedRemoved = "unevaluated-freed", C, B;
    // Conventions.
    PagingChanged = "paging-changed", D, D;
    FilterFieldAdded = "filter-field-added", C, C;
    FilterFieldRemoved = "filter-field-removed", B, B;
    SortFieldAdded = "sort-field-added", C, C;
    SortFieldRemoved = "sort-field-removed", B, B;
    RelationAdded = "relation-added", C, C;
    RelationRemoved = "relation-removed", D, D;
    PartialChanged = "partial-changed", B, C;
    PatchTargetChanged = "patch-target-changed", D, D;
    RetryChanged = "retry-changed", C, C;
    FilterGrammarChanged = "filter-grammar-changed", B, B;
    ConventionChanged = "convention-changed", D, D;
    EvidenceChanged = "evidence-changed", C, C;
    VersionChanged = "api-version-changed", C, C;
}
