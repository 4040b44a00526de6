#include "resolve/git_version.h"

/* What counts of a URL. */
struct url {
    struct text scheme;           /* without its ":" */
    bool special;                 /* one of those that always have a host */
    bool has_user;                /* or a password */
    struct text host, path, hash; /* the hash with its "#" */
};

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_space(char c)
{
    return is_one_of(c, " \t\n\r\f\v");
}

static size_t find_any(struct text t, const char *set, size_t from)
{
    while (from < t.length && !is_one_of(t.at[from], set)) from++;
    return from;
}

static struct text rest_of(struct text t, size_t from)
{
    return text_slice(t, from, t.length);
}

/* ---------------------------------------------------------------------------------------------- URLs */

static bool read_port(struct text port)
{
    uint32_t number = 0;
    for (size_t i = 0; i < port.length; i++) {
        if (port.at[i] < '0' || port.at[i] > '9') return false;
        number = number * 10 + (uint32_t)(port.at[i] - '0');
        if (number > UINT16_MAX) return false;
    }
    return true;
}

/* "user:password@host:port" */
static bool read_authority(struct text t, struct url *url)
{
    size_t at = text_find_last_char(t, '@');
    if (at != TEXT_NOWHERE) {
        url->has_user = at > 0 && !text_is(text_slice(t, 0, at), ":");
        t = rest_of(t, at + 1);
        if (t.length == 0) return false;
    }
    size_t colon = text_find_char(t, ':', 0);
    url->host = text_slice(t, 0, colon == TEXT_NOWHERE ? t.length : colon);
    if (colon != TEXT_NOWHERE && (url->host.length == 0 || !read_port(rest_of(t, colon + 1)))) return false;
    if (url->special && url->host.length == 0) return false;
    return find_any(url->host, " \t\n\r#/:<>?@[\\]^|", 0) == url->host.length &&
           (!url->special || text_find_char(url->host, '%', 0) == TEXT_NOWHERE);
}

static bool read_url(struct text t, struct url *url)
{
    size_t colon = text_find_char(t, ':', 0);
    if (colon == TEXT_NOWHERE || colon == 0) return false;
    *url = (struct url){.scheme = text_slice(t, 0, colon)};
    for (size_t i = 0; i < colon; i++) {
        bool letter = t.at[i] >= 'a' && t.at[i] <= 'z';
        if (!letter && (i == 0 || !is_one_of(t.at[i], "0123456789+.-"))) return false;
    }
    url->special = text_is(url->scheme, "http") || text_is(url->scheme, "https");
    size_t hash = find_any(t, "#", colon);
    url->hash = rest_of(t, hash);
    if (url->hash.length == 1) url->hash = TEXT("");
    struct text body = text_slice(t, colon + 1, find_any(t, "?#", colon + 1));
    bool has_authority = text_starts_with(body, TEXT("//"));
    if (url->special || has_authority) {
        size_t start = url->special ? 0 : 2;
        while (url->special && start < body.length && is_one_of(body.at[start], "/\\")) start++;
        size_t end = find_any(body, url->special ? "/\\" : "/", start);
        url->path = rest_of(body, end);
        if (url->special && url->path.length == 0) url->path = TEXT("/");
        return read_authority(text_slice(body, start, end), url);
    }
    url->path = text_is(url->scheme, "file") && body.length == 0 ? TEXT("/") : body;
    return true;
}

/* ---------------------------------------------------------------------------------------------- addresses */

/* "user/repository#version" of GitHub. */
static bool is_shortest(struct text t)
{
    if (t.length == 0 || is_one_of(t.at[0], "/@:.") || is_space(t.at[0])) return false;
    size_t slash = find_any(t, "/@: \t\n\r\f\v", 0);
    if (slash == t.length || t.at[slash] != '/') return false;
    for (size_t i = slash + 1; i < t.length && !is_one_of(t.at[i], "@:") && !is_space(t.at[i]); i++) {
        bool separates = t.at[i] == '#' && i > slash + 1 && t.at[i - 1] != '/';
        if (separates && i + 1 < t.length && !is_space(t.at[i + 1])) return true;
    }
    return false;
}

/* "github:user/repository" */
static bool is_short(struct text t)
{
    static const char *const hosts[] = {"github:", "gitlab:", "bitbucket:", "gist:"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        if (!text_starts_with(t, text_of(hosts[i]))) continue;
        size_t from = strlen(hosts[i]);
        if (from < t.length && t.at[from] == '/') from++;
        return from < t.length && !is_one_of(t.at[from], "/.");
    }
    return false;
}

static bool has_protocol(struct text t)
{
    if (text_starts_with(t, TEXT("git://"))) return true;
    if (text_starts_with(t, TEXT("git+"))) t = rest_of(t, 4);
    return text_starts_with(t, TEXT("ssh://")) || text_starts_with(t, TEXT("http://")) ||
           text_starts_with(t, TEXT("https://")) || text_starts_with(t, TEXT("file://"));
}

/* Does `t` end with a name that has a dot inside, or with "localhost"? */
static bool ends_with_host(struct text t)
{
    if (text_ends_with(t, TEXT("localhost"))) return true;
    size_t i = t.length;
    while (i && !is_one_of(t.at[i - 1], "/@#:.")) i--;
    return i < t.length && i > 1 && t.at[i - 1] == '.' && !is_one_of(t.at[i - 2], "/@#:.");
}

/* "host:path", as scp has it, becomes "host/path". */
static struct text with_slash(struct arena *arena, struct text t)
{
    for (size_t i = 0; i + 1 < t.length; i++) {
        if (t.at[i] != ':' || is_one_of(t.at[i + 1], "#/0123456789") || !ends_with_host(text_slice(t, 0, i))) continue;
        struct text before = text_slice(t, 0, i), behind = rest_of(t, i + 1);
        return arena_format(arena, "%.*s/%.*s", TEXT_ARGS(before), TEXT_ARGS(behind));
    }
    return t;
}

/* "example.org…" */
static bool starts_with_host(struct text t)
{
    size_t dot = find_any(t, "/@#:.", 0);
    return dot > 0 && dot + 1 < t.length && t.at[dot] == '.' && !is_one_of(t.at[dot + 1], "/@#:.");
}

/* A host with a dot inside, or "localhost". */
static bool is_host(struct text t)
{
    if (text_is(t, "localhost")) return true;
    size_t dot = text_find_char(t, '.', 0);
    return dot != TEXT_NOWHERE && dot > 0 && dot + 1 < t.length;
}

/* Part `index` of a path, counted from 1: "" when it is missing. */
static struct text part_of(struct text path, unsigned index)
{
    size_t start = 0;
    for (unsigned i = 0; i < index; i++) {
        size_t slash = find_any(path, "/", start);
        if (slash == path.length) return TEXT("");
        start = slash + 1;
    }
    return text_slice(path, start, find_any(path, "/", start));
}

static bool has_two_parts(struct text path)
{
    struct text project = part_of(path, 2);
    if (text_ends_with(project, TEXT(".git"))) project.length -= 4;
    return part_of(path, 1).length && project.length;
}

static bool is_tarball(struct text path)
{
    return text_find(path, TEXT("/-/"), 0) != TEXT_NOWHERE ||
           text_find(path, TEXT("/archive.tar.gz"), 0) != TEXT_NOWHERE;
}

/* What says the version, by what each host makes of its paths. */
static struct text commit_of(const struct url *url)
{
    const struct text none = TEXT("");
    struct text host = text_starts_with(url->host, TEXT("www.")) ? rest_of(url->host, 4) : url->host;
    struct text third = part_of(url->path, 3);
    if (text_is(host, "github.com")) {
        if ((third.length && !text_is(third, "tree")) || !has_two_parts(url->path)) return none;
        return third.length ? part_of(url->path, 4) : url->hash;
    }
    if (text_is(host, "gitlab.com")) {
        size_t slash = text_find_last_char(url->path, '/');
        bool is_good = slash != TEXT_NOWHERE && slash > 1 && slash + 1 < url->path.length;
        return is_good && !is_tarball(rest_of(url->path, 1)) ? url->hash : none;
    }
    if (text_is(host, "bitbucket.org")) return text_is(third, "get") || !has_two_parts(url->path) ? none : url->hash;
    if (text_is(host, "gist.github.com"))
        return text_is(third, "raw") || part_of(url->path, 1).length + part_of(url->path, 2).length == 0 ? none
                                                                                                         : url->hash;
    return url->hash;
}

static int hexadecimal(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* With %41 as A; as it is when there is something else behind a "%". */
static struct text decoded(struct arena *arena, struct text t)
{
    char *out = ARENA_ARRAY(arena, char, t.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < t.length; i++) {
        int high = t.at[i] == '%' && i + 2 < t.length ? hexadecimal(t.at[i + 1]) : -1;
        int low = high >= 0 ? hexadecimal(t.at[i + 2]) : -1;
        if (t.at[i] == '%' && (low < 0 || high > 7)) return t;
        out[length++] = t.at[i] == '%' ? (char)(high * 16 + low) : t.at[i];
        if (t.at[i] == '%') i += 2;
    }
    return (struct text){out, length};
}

static struct text version_behind(struct text t)
{
    size_t hash = text_find_char(t, '#', 0);
    if (hash == TEXT_NOWHERE) return TEXT("");
    struct text version = rest_of(t, hash + 1);
    return version.length > 7 && text_starts_with(version, TEXT("semver:")) ? rest_of(version, 7) : version;
}

struct text git_version(struct arena *arena, struct text address)
{
    struct text whole = is_shortest(address) ? arena_format(arena, "github:%.*s", TEXT_ARGS(address))
                        : is_short(address) || has_protocol(address)
                            ? address
                            : arena_format(arena, "git+ssh://%.*s", TEXT_ARGS(address));
    whole = with_slash(arena, whole);
    struct url url;
    if (!read_url(whole, &url) || url.path.length == 0) return TEXT("");
    if (!has_protocol(whole) && !is_short(whole) && !text_is(url.scheme, "file") && !text_is(url.scheme, "github"))
        return TEXT("");
    if (starts_with_host(address) && !url.has_user) return TEXT("");
    static const char *const without_host[] = {"github", "gitlab", "bitbucket", "gist", "file"};
    for (size_t i = 0; i < sizeof without_host / sizeof *without_host; i++) {
        if (text_is(url.scheme, without_host[i])) return version_behind(whole);
    }
    if (!is_host(url.host)) return TEXT("");
    struct text commit = decoded(arena, commit_of(&url));
    struct text version = version_behind(commit);
    return version.length ? version : commit;
}
