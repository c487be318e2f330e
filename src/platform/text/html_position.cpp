// One character at a time; every state keeps only what its end is seen by.
#include "platform/text/html_position.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace presstime {
namespace {

constexpr std::size_t kLongestName = 64;

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_address(std::string_view attribute)
{
    constexpr std::array<std::string_view, 12> kAddresses = {
        "href",       "src",  "action", "formaction", "xlink:href", "poster",
        "background", "cite", "data",   "srcset",     "manifest",   "ping"};
    return std::ranges::find(kAddresses, attribute) != kAddresses.end();
}

bool is_raw(std::string_view tag)
{
    return tag == "script" || tag == "style" || tag == "title" || tag == "textarea";
}

} // namespace

void HtmlPosition::read(std::string_view html)
{
    for (char c : html)
        read(c);
}

void HtmlPosition::end_tag()
{
    state_ = State::text;
    if (!is_raw(tag_))
        return;
    raw_tag_ = tag_;
    tail_.clear();
    state_ = State::raw;
}

void HtmlPosition::read(char c)
{
    switch (state_) {
    case State::text:
        if (c == '<') {
            state_ = State::markup;
            tag_.clear();
        }
        return;
    case State::markup:
        return read_markup(c);
    case State::tag_name:
    case State::in_tag:
    case State::attribute:
        return read_tag(c);
    case State::before_value:
    case State::value:
        return read_value(c);
    case State::raw:
        return read_raw(c);
    case State::comment:
        return read_comment(c);
    }
}

// After "<", "</" or "<!".
void HtmlPosition::read_markup(char c)
{
    if (c == '/' && tag_.empty()) {
        tag_ = "/";
    } else if (c == '!' && tag_.empty()) {
        tag_ = "!";
    } else if (c == '-' && tag_ == "!") {
        tag_ = "!-";
    } else if (c == '-' && tag_ == "!-") {
        tail_.clear();
        state_ = State::comment;
    } else if (is_letter(c)) {
        tag_.push_back(lower(c));
        state_ = State::tag_name;
    } else {
        state_ = State::text;
    }
}

// A tag's name, an attribute's, and what is between them.
void HtmlPosition::read_tag(char c)
{
    const bool parts = is_space(c) || c == '/';
    if (state_ == State::tag_name)
        attribute_.clear();
    std::string& name = state_ == State::tag_name ? tag_ : attribute_;
    if (c == '>') {
        end_tag();
    } else if (c == '=' && !attribute_.empty()) {
        state_ = State::before_value; // in a tag too: "name = value"
    } else if (parts) {
        state_ = State::in_tag;
    } else if (state_ == State::in_tag) {
        attribute_.assign(1, lower(c));
        state_ = State::attribute;
    } else if (name.size() < kLongestName) {
        name.push_back(lower(c));
    }
}

void HtmlPosition::read_value(char c)
{
    if (state_ == State::before_value) {
        if (is_space(c))
            return;
        quote_ = c == '"' || c == '\'' ? c : '\0';
        value_is_empty_ = true;
        if (c == '>')
            end_tag();
        else
            state_ = State::value;
        return;
    }
    value_is_empty_ = false;
    if (quote_ != 0 ? c == quote_ : is_space(c)) {
        attribute_.clear();
        state_ = State::in_tag;
    } else if (quote_ == 0 && c == '>') {
        end_tag();
    }
}

void HtmlPosition::read_comment(char c)
{
    tail_.push_back(c);
    if (tail_.size() > 4)
        tail_.erase(0, 1);
    // As browsers end one (HTML, 13.2.5.43 to 52): "<!-->" and "<!--->" are whole comments, "--!>" ends one
    // too.
    if (tail_ == ">" || tail_ == "->" || tail_.ends_with("-->") || tail_.ends_with("--!>"))
        state_ = State::text;
}

void HtmlPosition::read_raw(char c)
{
    tail_.push_back(lower(c));
    const std::size_t enough = raw_tag_.size() + 3;
    if (tail_.size() > enough)
        tail_.erase(0, 1);
    const std::string_view tail = tail_;
    const bool ends =
        tail.size() == enough && tail.starts_with("</") && tail.substr(2, raw_tag_.size()) == raw_tag_;
    if (ends && (c == '>' || c == '/' || is_space(c))) {
        tag_ = "/" + raw_tag_;
        state_ = c == '>' ? State::text : State::in_tag;
    }
}

HtmlPlace HtmlPosition::place() const
{
    switch (state_) {
    case State::text:
    case State::comment:
        return HtmlPlace::text;
    case State::raw:
        return raw_tag_ == "script"  ? HtmlPlace::script
               : raw_tag_ == "style" ? HtmlPlace::style
                                     : HtmlPlace::text;
    case State::value:
        break;
    case State::before_value:
        return HtmlPlace::unquoted;
    case State::markup:
    case State::tag_name:
    case State::in_tag:
    case State::attribute:
        return HtmlPlace::inside_tag;
    }
    if (quote_ == 0)
        return HtmlPlace::unquoted;
    if (attribute_.starts_with("on"))
        return HtmlPlace::handler;
    if (attribute_ == "srcdoc")
        return HtmlPlace::document;
    if (attribute_ == "style")
        return HtmlPlace::style;
    return value_is_empty_ && is_address(attribute_) ? HtmlPlace::address : HtmlPlace::quoted;
}

} // namespace presstime
