// What is immutable is cached for a year, the page never; gzip where the browser takes it.
#include "api/web_pages.hpp"

#include "base/text.hpp"
#include "web/assets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presstime::api {
namespace {

// Scripts and styles are the server's own files, nothing stands inline; no other page may frame this one.
// blob: is for pictures and files that the page itself has fetched.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'";
constexpr std::string_view kBase = "<base href=\"/\"";
// What programs ask for: a wrong address there is a problem document, not a page.
constexpr std::array<std::string_view, 9> kOfPrograms = {
    "/v1", "/api", "/admin", "/embed", "/assets", "/.well-known", "/metrics", "/healthz", "/readyz"};

bool is_of_programs(std::string_view path)
{
    for (const std::string_view prefix : kOfPrograms)
        if (path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/'))
            return true;
    return false;
}

// A weight of nothing but zeros, such as q=0.0, refuses the coding.
bool takes_gzip(const http::Request& request)
{
    for (const std::string_view coding : split(request.header("accept-encoding"), ',')) {
        const std::size_t end = std::min(coding.find(';'), coding.size());
        if (!equals_ignore_case_ascii(trim(coding.substr(0, end)), "gzip"))
            continue;
        const std::string_view weight = coding.substr(end);
        return weight.find('=') == std::string_view::npos ||
               weight.find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

http::Response asset_answer(const http::Request& request, const web::Asset& asset)
{
    const std::string tag = fmt::format("\"{}\"", asset.hash);
    http::Response response;
    response.content_type = asset.content_type;
    response.headers = {
        {"ETag", tag},
        {"Vary", "Accept-Encoding"},
        {"Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
        {"X-Content-Type-Options", "nosniff"},
    };
    // The element of sdk/embed is for pages of other origins.
    if (asset.path.starts_with("/embed/"))
        response.headers.insert(response.headers.end(), {{"Access-Control-Allow-Origin", "*"},
                                                         {"Cross-Origin-Resource-Policy", "cross-origin"}});
    if (request.header("if-none-match") == tag) {
        response.status = 304;
    } else if (!asset.gzip.empty() && takes_gzip(request)) {
        response.headers.emplace_back("Content-Encoding", "gzip");
        response.body = asset.gzip;
    } else {
        response.body = asset.bytes;
    }
    return response;
}

http::Response page_answer(const web::Asset& page, std::string_view base_path)
{
    http::Response response;
    response.content_type = page.content_type;
    response.body = page.bytes;
    if (const std::size_t base = response.body.find(kBase); base != std::string::npos)
        response.body.replace(base, kBase.size(), fmt::format("<base href=\"{}\"", base_path));
    response.headers = {{"Content-Security-Policy", std::string(kPolicy)},
                        {"X-Frame-Options", "DENY"},
                        {"Referrer-Policy", "same-origin"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Cross-Origin-Opener-Policy", "same-origin"},
                        {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
                        {"Cache-Control", "no-store"}};
    return response;
}

} // namespace

std::optional<http::Response> web_answer(const http::Request& request, std::string_view base_path)
{
    if (request.method != "GET")
        return std::nullopt;
    if (const web::Asset* asset = web::find_asset(request.path); asset && asset->path != "/index.html")
        return asset_answer(request, *asset);
    const web::Asset* page = web::find_asset("/index.html");
    if (!page || is_of_programs(request.path) ||
        (request.path != "/" && request.header("accept").find("text/html") == std::string_view::npos))
        return std::nullopt;
    return page_answer(*page, base_path);
}

std::string base_path_of(std::string_view public_url)
{
    const std::size_t scheme = public_url.find("://");
    const std::size_t path =
        scheme == std::string_view::npos ? std::string_view::npos : public_url.find('/', scheme + 3);
    if (path == std::string_view::npos)
        return "/";
    // Only what cannot end an attribute; a setting of the operator, but checked all the same.
    std::string out;
    for (const char c : public_url.substr(path))
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            std::string_view("/-_.~%").contains(c))
            if (c != '/' || !out.ends_with('/')) // two would begin the name of another server
                out.push_back(c);
    return out.ends_with('/') ? out : out + "/";
}

} // namespace presstime::api
