// Where in an HTML document a text stands: as text, in an attribute's value, in a script. Follows the states
// of the HTML tokenizer (WHATWG HTML, section 13.2.5) closely enough to say what a value written there would
// become. It checks nothing about the document.
#pragma once

#include <string>
#include <string_view>

namespace presstime {

enum class HtmlPlace {
    text,      // between tags, in a title, a text area or a comment
    quoted,    // in an attribute's quoted value
    address,   // at the beginning of a quoted href, src ...: what comes decides where it leads
    style,     // in a style element or attribute
    handler,   // in a quoted on... attribute, which is a script
    script,    // in a script element
    document,  // in a quoted srcdoc, which is a whole document
    unquoted,  // in an attribute's value without quotes
    inside_tag // in a tag, but in no value
};

class HtmlPosition {
public:
    void read(std::string_view html);
    // That a value stands here, so that an address has begun.
    void note_value() { value_is_empty_ = false; }
    HtmlPlace place() const;

private:
    enum class State { text, markup, tag_name, in_tag, attribute, before_value, value, raw, comment };
    void read(char c);
    void read_markup(char c);
    void read_tag(char c);
    void read_value(char c);
    void read_comment(char c);
    void read_raw(char c);
    void end_tag();

    State state_ = State::text;
    std::string tag_; // lower case, "/p" of an end tag
    std::string attribute_;
    std::string tail_;    // the last bytes of a comment or raw element, to see its end
    std::string raw_tag_; // "script", "style", "title", "textarea"
    char quote_ = 0;      // of the value; 0 = none
    bool value_is_empty_ = true;
};

} // namespace presstime
