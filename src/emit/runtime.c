#include "emit/runtime.h"

static const char require_function[] =
    "var __webpack_module_cache__ = {};\n"
    "function __webpack_require__(id) {\n"
    "  var module = __webpack_module_cache__[id];\n"
    "  if (module === undefined) {\n"
    "    module = __webpack_module_cache__[id] = { id, loaded: false, exports: {} };\n"
    "    try {\n"
    "      __webpack_modules__[id].call(module.exports, module, module.exports, __webpack_require__);\n"
    "    } catch (error) {\n"
    "      module.failure = { error };\n"
    "    }\n"
    "    module.loaded = true;\n"
    "  }\n"
    "  if (module.failure) throw module.failure.error;\n"
    "  return module.exports;\n"
    "}\n";

static const char *const helper_functions[RUNTIME_HELPER_COUNT] = {
    [RUNTIME_MARK] = "__webpack_require__.r = (exports) => {\n"
                     "  Object.defineProperty(exports, Symbol.toStringTag, { value: \"Module\" });\n"
                     "  Object.defineProperty(exports, \"__esModule\", { value: true });\n"
                     "};\n",
    [RUNTIME_DEFINE] = "__webpack_require__.d = (exports, getters) => {\n"
                       "  for (const name of Object.keys(getters)) {\n"
                       "    if (__webpack_require__.o(exports, name)) continue;\n"
                       "    Object.defineProperty(exports, name, { enumerable: true, get: getters[name] });\n"
                       "  }\n"
                       "};\n",
    [RUNTIME_DEFAULT] = "__webpack_require__.n = (value) => {\n"
                        "  const getter = value && value.__esModule ? () => value.default : () => value;\n"
                        "  __webpack_require__.d(getter, { a: getter });\n"
                        "  return getter;\n"
                        "};\n",
    /* The bits of mode: 1 the value is an id, 2 copy its members, 4 keep what is marked as an ES module, 8 keep anything, 16 keep a promise. */
    [RUNTIME_NAMESPACE] =
        "__webpack_require__.t = (value, mode) => {\n"
        "  if (mode & 1) value = __webpack_require__(value);\n"
        "  if (mode & 8) return value;\n"
        "  if (typeof value === \"object\" && value) {\n"
        "    if (mode & 4 && value.__esModule) return value;\n"
        "    if (mode & 16 && typeof value.then === \"function\") return value;\n"
        "  }\n"
        "  const namespace = Object.create(null), getters = Object.create(null);\n"
        "  const ends = [null, Object.prototype, Array.prototype, Function.prototype];\n"
        "  const hasMembers = (at) => (typeof at === \"object\" || typeof at === \"function\") && !ends.includes(at);\n"
        "  for (let at = mode & 2 ? value : null; hasMembers(at); at = Object.getPrototypeOf(at)) {\n"
        "    for (const name of Object.getOwnPropertyNames(at)) getters[name] = () => value[name];\n"
        "  }\n"
        "  getters.default = () => value;\n"
        "  __webpack_require__.r(namespace);\n"
        "  __webpack_require__.d(namespace, getters);\n"
        "  return namespace;\n"
        "};\n",
    [RUNTIME_OWN] = "__webpack_require__.o = (object, name) => Object.prototype.hasOwnProperty.call(object, name);\n",
};

static uint32_t bit(enum runtime_helper helper)
{
    return 1u << helper;
}

void runtime_put(uint32_t helpers, struct buffer *out)
{
    if (helpers & bit(RUNTIME_NAMESPACE)) helpers |= bit(RUNTIME_MARK) | bit(RUNTIME_DEFINE);
    if (helpers & bit(RUNTIME_DEFAULT)) helpers |= bit(RUNTIME_DEFINE);
    if (helpers & bit(RUNTIME_DEFINE)) helpers |= bit(RUNTIME_OWN);
    buffer_put_string(out, require_function);
    for (uint32_t i = 0; i < RUNTIME_HELPER_COUNT; i++)
        if (helpers & bit((enum runtime_helper)i)) buffer_put_string(out, helper_functions[i]);
}

/* A factory that runs without exports is asked what it needs; one that runs for require takes what was loaded. */
static const char consume_functions[] =
    "var __webpack_shares__ = {}, __webpack_ready__;\n"
    "function __webpack_consume__(module, share) {\n"
    "  if (module.exports) module.exports = __webpack_shares__[module.id]();\n"
    "  else module.share = share;\n"
    "}\n"
    "function __webpack_load_share__(instance, id) {\n"
    "  const asked = {};\n"
    "  __webpack_modules__[id](asked);\n"
    "  const { key, scope, config } = asked.share;\n"
    "  return Promise.resolve(instance.loadShare(key, { customShareInfo: { scope, shareConfig: config } "
    "})).then((factory) => {\n"
    "    const wanted = key + (config.requiredVersion ? \" \" + config.requiredVersion : \"\");\n"
    "    if (!factory) throw new Error(\"mfshake: no version of \" + wanted + \" is in the share scope \" + "
    "scope.join(\", \"));\n"
    "    __webpack_shares__[id] = factory;\n"
    "  });\n"
    "}\n";

static const char init_function[] =
    "function __webpack_init__(instance) {\n"
    "  return __webpack_ready__ || (__webpack_ready__ = Promise.resolve()\n"
    "    .then(() => Object.keys(__webpack_modules__).filter((id) => id.startsWith(\"%.*s\")))\n"
    "    .then((ids) => Promise.all(ids.map((id) => __webpack_load_share__(instance, id))))\n"
    "    .then(() => {}, (error) => { __webpack_ready__ = undefined; throw error; }));\n"
    "}\n";

void runtime_put_consume(struct text prefix, struct buffer *out)
{
    buffer_put_string(out, consume_functions);
    buffer_format(out, init_function, TEXT_ARGS(prefix));
}
