// Checks an address by its grammar alone; whether the mailbox exists is for its server to say.
#include "platform/mail/mail_address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::mail {

namespace {

constexpr std::size_t kLongestAddress = 254;
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestDomain = 253;
constexpr std::size_t kLongestLabel = 63;

bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 section 3.2.3.
bool is_atom_text(char c)
{
    constexpr std::string_view kSymbols = "!#$%&'*+-/=?^_`{|}~";
    return is_alphanumeric(c) || kSymbols.find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text)
{
    for (std::string_view part : split(text, '.'))
        if (part.empty() || !std::all_of(part.begin(), part.end(), is_atom_text))
            return false;
    return true;
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= kLongestLabel && !label.starts_with('-') &&
           !label.ends_with('-') &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view domain)
{
    if (domain.empty() || domain.size() > kLongestDomain)
        return false;
    auto labels = split(domain, '.');
    return std::all_of(labels.begin(), labels.end(), is_label);
}

// What is wrong with the text as a whole, with the mend; empty when nothing is.
std::string_view fault_of_characters(std::string_view address)
{
    if (address.empty())
        return "is empty; write it as name@example.com";
    if (has_control_characters(address))
        return "holds control characters; remove them";
    if (std::any_of(address.begin(), address.end(),
                    [](char c) { return static_cast<unsigned char>(c) > 0x7E; }))
        return "holds characters outside ASCII; write the domain in its xn-- form and the name in ASCII";
    if (address.find_first_of("<>") != std::string_view::npos)
        return "has a display name; write only name@example.com";
    if (address.find_first_of(",;") != std::string_view::npos)
        return "holds several addresses; give each its own entry";
    if (address.find(' ') != std::string_view::npos)
        return "holds a space; write only name@example.com";
    if (address.size() > kLongestAddress)
        return "is longer than 254 characters";
    return {};
}

std::string_view fault_of_parts(std::string_view local, std::string_view domain)
{
    if (local.starts_with('"'))
        return "has a quoted name before the @, which is not supported; use an address without quotes";
    if (local.empty() || local.size() > kLongestLocalPart || !is_dot_atom(local))
        return "has no valid name before the @; write it as name@example.com";
    if (domain.starts_with('['))
        return "has a numeric address after the @; use a host name";
    if (!is_domain(domain))
        return "has no valid domain after the @; write it as name@example.com";
    if (domain.find('.') == std::string_view::npos && !equals_ignore_case_ascii(domain, "localhost"))
        return "has a domain without a dot; write it in full, as name@example.com";
    return {};
}

} // namespace

Result<> check_mail_address(std::string_view address, std::string_view field)
{
    auto invalid = [&](std::string_view fault) {
        std::string shown = percent_encode(clip_utf8(address, 80));
        std::string named = field.empty() ? std::string() : fmt::format("{}: ", field);
        return fail(Error::invalid(std::string(field), fmt::format("{}\"{}\" {}", named, shown, fault)));
    };
    if (auto fault = fault_of_characters(address); !fault.empty())
        return invalid(fault);
    std::size_t at = address.rfind('@');
    if (at == std::string_view::npos)
        return invalid("has no @; write it as name@example.com");
    if (auto fault = fault_of_parts(address.substr(0, at), address.substr(at + 1)); !fault.empty())
        return invalid(fault);
    return {};
}

std::string domain_of(std::string_view address)
{
    const std::size_t at = address.rfind('@');
    return std::string(at == std::string_view::npos ? "presstime.invalid" : address.substr(at + 1));
}

} // namespace presstime::mail
