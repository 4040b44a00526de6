#include "resolve/externals.h"

static const char *const builtins[] = {
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "inspector/promises",
    "module",
    "net",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "pnpapi",
    "process",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "sys",
    "timers",
    "timers/promises",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
};

bool externals_is_builtin(struct text request)
{
    if (text_starts_with(request, TEXT("node:"))) return true;
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
        if (text_is(request, builtins[i])) return true;
    }
    return false;
}

bool externals_has(enum config_target target, struct text request)
{
    if (text_starts_with(request, TEXT("data:"))) return true;
    if (target == CONFIG_NODE) return externals_is_builtin(request);
    return text_starts_with(request, TEXT("http://")) || text_starts_with(request, TEXT("https://")) ||
           text_starts_with(request, TEXT("//"));
}
