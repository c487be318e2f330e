// RUN.ARTIFACT.END, sealed, in the letters of an address.
#include "store/artifact_link.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

constexpr std::string_view kPurpose = "artifact.link";
constexpr std::size_t kLongest = 400;

} // namespace

std::string artifact_link_path(const SecretBox& box, const ArtifactLink& link)
{
    const std::string sealed =
        box.seal(fmt::format("{}.{}.{}", link.run_id, link.artifact_n, to_micros(link.ends_at)), kPurpose);
    return "/v1/links/" + base64url_encode(sealed);
}

Result<ArtifactLink> open_artifact_link(const SecretBox& box, std::string_view token, Instant now)
{
    const Error over =
        Error::not_found("this link is not known here, or its time is over; ask for a new one");
    if (token.size() > kLongest)
        return fail(over);
    const Result<std::string> sealed = base64url_decode(token);
    const Result<std::string> plain = sealed ? box.open(*sealed, kPurpose) : fail(over);
    if (!plain)
        return fail(over);
    const std::vector<std::string_view> parts = split(*plain, '.');
    if (parts.size() != 3)
        return fail(over);
    const ArtifactLink link{parse_int(parts[0]).value_or(0),
                            static_cast<int>(parse_int(parts[1]).value_or(0)),
                            from_micros(parse_int(parts[2]).value_or(0))};
    if (now >= link.ends_at)
        return fail(over);
    return link;
}

} // namespace presstime::store
