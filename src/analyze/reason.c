#include "analyze/reason.h"

const char *reason_words(enum reason_kind reason)
{
    switch (reason) {
    case REASON_NONE: return "";
    case REASON_NAMESPACE_ESCAPES: return "the namespace object is passed on";
    case REASON_COMPUTED_MEMBER: return "a computed member is read";
    case REASON_OPTIONAL_CHAIN: return "a member is read by ?.";
    case REASON_REST_PATTERN: return "a rest pattern takes the other members";
    case REASON_DYNAMIC_IMPORT: return "the result of import() is not taken apart";
    case REASON_REQUIRE_ESCAPES: return "the result of require() is not taken apart";
    case REASON_DIRECT_EVAL: return "eval may read any import";
    case REASON_EXPORT_STAR_UNKNOWN: return "export * of unknown names";
    case REASON_EXPORTED: return "the namespace is exported";
    case REASON_CONTEXT: return "a context matches it";
    case REASON_OPAQUE_MODULE: return "the importing module can not be understood";
    case REASON_EXPOSED: return "another app may use it";
    case REASON_DEFAULT_UNKNOWN: return "only run time tells whether the default import is the whole module";
    case REASON_CALLED_MEMBER: return "a method is called on the exports object, which it gets as `this`";
    case REASON_FRAMEWORK: return "the framework itself uses it";
    case REASON_NO_EXPORT: return "a member is read of what require() gave that is no export of it";
    case REASON_MODULE_CACHE: return "require.cache is read, which holds all that a module exports";
    }
    return "";
}
