// The header section is gathered whole, in place when it comes in one piece, and then cut into lines. What is
// odd but harmless (a field without a colon, a NUL in a value) costs the connection its second exchange, not
// the answer its status: the receiver has worked on the request and should not get it again for that.
#include "platform/http/response_reader.hpp"

#include "base/text.hpp"
#include "platform/http/client.hpp"

#include <algorithm>

namespace presstime::http {

namespace {

constexpr int kLongestChunkSize = 15; // hexadecimal digits: below 2^60
constexpr std::size_t kLongestChunkLine = 4096;
constexpr std::string_view kTooLarge = "answer's header is too large";

// Length of the header section with its empty line, looked for from `from` on; npos while it is not whole.
std::size_t section_length(std::string_view text, std::size_t from)
{
    for (std::size_t at = text.find('\n', from); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        std::string_view next = text.substr(at + 1);
        if (next.starts_with('\n'))
            return at + 2;
        if (next.starts_with("\r\n"))
            return at + 3;
    }
    return std::string_view::npos;
}

// Cuts the next line off `text`, without its end.
std::string_view cut_line(std::string_view& text)
{
    std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void add_value(std::string& joined, std::string_view value)
{
    if (!joined.empty())
        joined += ", ";
    joined += value;
}

// No field as RFC 9112 section 5 writes it, the folded lines it has given up among them.
bool is_odd(std::string_view line, std::size_t colon)
{
    bool has_name = colon != std::string_view::npos && colon > 0 && line[colon - 1] != ' ' &&
                    line.front() != ' ' && line.front() != '\t';
    return !has_name || std::any_of(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

} // namespace

ResponseReader::Progress ResponseReader::broken(std::string_view fault)
{
    fault_ = fault;
    return Progress::broken;
}

ResponseReader::Progress ResponseReader::finish(bool at_the_end)
{
    whole_ = at_the_end;
    return Progress::whole;
}

ResponseReader::Progress ResponseReader::take(std::string_view bytes)
{
    began_ = began_ || !bytes.empty();
    return in_body_ ? take_body(bytes) : take_head(bytes);
}

ResponseReader::Progress ResponseReader::end()
{
    if (in_body_ && framing_ == Framing::until_close)
        return finish(false);
    return broken("the answer broke off");
}

ResponseReader::Progress ResponseReader::take_head(std::string_view bytes)
{
    std::string gathered; // what `bytes` points into when the section came in pieces
    std::size_t from = 0;
    if (!pending_.empty()) {
        from = pending_.size() - std::min<std::size_t>(pending_.size(), 3);
        gathered = std::move(pending_);
        gathered += bytes;
        bytes = gathered;
        pending_.clear();
    }
    while (true) {
        std::size_t length = section_length(bytes, from);
        bool is_whole = length != std::string_view::npos;
        if (head_bytes_ + (is_whole ? length : bytes.size()) > kAnswerHeaderLimit) {
            if (!take_status_line(cut_line(bytes)) || status_ < 200)
                status_ = 0;
            return broken(kTooLarge);
        }
        if (!is_whole) {
            if (bytes.data() == gathered.data() && bytes.size() == gathered.size())
                pending_ = std::move(gathered);
            else
                pending_ = bytes;
            return Progress::more;
        }
        head_bytes_ += length;
        if (auto progress = take_section(bytes.substr(0, length)); progress == Progress::broken)
            return progress;
        bytes.remove_prefix(length);
        from = 0;
        if (status_ != 0)
            break;
    }
    if (auto progress = begin_body(); progress != Progress::more) {
        closes_ = closes_ || !bytes.empty();
        return progress;
    }
    return bytes.empty() ? Progress::more : take_body(bytes);
}

ResponseReader::Progress ResponseReader::take_section(std::string_view section)
{
    if (!take_status_line(cut_line(section)))
        return broken("it does not speak HTTP/1");
    if (status_ == 101)
        return broken("it switched to another protocol");
    bool interim = status_ < 200;
    if (interim && ++interim_ > kInterimAnswerLimit) {
        status_ = 0;
        return broken("it sent too many interim answers");
    }
    while (!section.empty()) {
        std::string_view line = cut_line(section);
        if (line.empty())
            break;
        if (++fields_ > kAnswerFieldLimit)
            return broken(kTooLarge);
        std::size_t colon = line.find(':');
        bool odd = is_odd(line, colon);
        closes_ = closes_ || odd;
        if (!interim && colon != std::string_view::npos)
            take_field(line.substr(0, colon), trim(line.substr(colon + 1)));
    }
    if (interim)
        status_ = 0;
    return Progress::more;
}

// "HTTP/1.1 200 OK"; the reason may be missing.
bool ResponseReader::take_status_line(std::string_view line)
{
    if (line.size() < 12 || !line.starts_with("HTTP/1.") || !is_digit(line[7]) || line[8] != ' ' ||
        (line.size() > 12 && line[12] != ' '))
        return false;
    if (!std::all_of(line.begin() + 9, line.begin() + 12, is_digit) || line[9] == '0')
        return false;
    status_ = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    keep_alive_ = line[7] != '0';
    return true;
}

void ResponseReader::take_field(std::string_view name, std::string_view value)
{
    switch (name.size()) {
    case 10:
        if (equals_ignore_case_ascii(name, "connection"))
            take_connection(value);
        else if (equals_ignore_case_ascii(name, "keep-alive") && value.starts_with("timeout=")) {
            auto seconds = parse_int(value.substr(8, value.find_first_not_of("0123456789", 8) - 8));
            if (seconds && *seconds >= 0 && *seconds < 86'400)
                kept_for_ = std::chrono::seconds(*seconds);
        }
        break;
    case 11:
        if (equals_ignore_case_ascii(name, "retry-after"))
            add_value(retry_after, value);
        break;
    case 14:
        if (equals_ignore_case_ascii(name, "content-length"))
            take_content_length(value);
        break;
    case 16:
        if (equals_ignore_case_ascii(name, "webhook-delivery"))
            add_value(delivery_wish, value);
        break;
    case 17:
        if (equals_ignore_case_ascii(name, "transfer-encoding")) {
            std::string_view last = trim(value.substr(value.rfind(',') + 1));
            framing_ = equals_ignore_case_ascii(last, "chunked") ? Framing::chunked : Framing::until_close;
        }
        break;
    default:
        break;
    }
}

void ResponseReader::take_content_length(std::string_view value)
{
    // A list of equal values is one value (RFC 9112 section 6.3).
    for (std::string_view part : split(value, ',')) {
        std::string_view digits = trim(part);
        auto number = !digits.empty() && is_digit(digits.front()) ? parse_int(digits) : std::nullopt;
        if (!number || (length_ && *length_ != static_cast<std::uint64_t>(*number)))
            two_lengths_ = true;
        else
            length_ = static_cast<std::uint64_t>(*number);
    }
}

void ResponseReader::take_connection(std::string_view value)
{
    for (std::string_view option : split(value, ',')) {
        if (equals_ignore_case_ascii(trim(option), "close"))
            closes_ = true;
        else if (equals_ignore_case_ascii(trim(option), "keep-alive"))
            keep_alive_ = true;
    }
}

// Which rule of RFC 9112 section 6.3 frames the body.
ResponseReader::Progress ResponseReader::begin_body()
{
    in_body_ = true;
    if (status_ == 204 || status_ == 304)
        return finish(true);
    if (framing_ != Framing::none) {
        closes_ = closes_ || length_ || two_lengths_;
        return Progress::more;
    }
    if (two_lengths_)
        return broken("its Content-Length is no single number");
    if (!length_) {
        framing_ = Framing::until_close;
        return Progress::more;
    }
    framing_ = Framing::length;
    left_ = *length_;
    return left_ == 0 ? finish(true) : Progress::more;
}

// Keeps what is wanted of the body's next bytes and returns those behind it.
std::string_view ResponseReader::take_data(std::string_view bytes)
{
    std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    body += bytes.substr(0, std::min(count, kResponseKeepLimit - body.size()));
    left_ -= count;
    return bytes.substr(count);
}

ResponseReader::Progress ResponseReader::take_body(std::string_view bytes)
{
    std::size_t room = kResponseReadLimit - body_bytes_;
    bool enough = bytes.size() > room;
    bytes = bytes.substr(0, room);
    body_bytes_ += bytes.size();
    if (framing_ == Framing::until_close)
        left_ = bytes.size();
    if (framing_ == Framing::chunked) {
        if (auto progress = take_chunked(bytes); progress != Progress::more)
            return progress;
    } else {
        std::string_view rest = take_data(bytes);
        if (framing_ == Framing::length && left_ == 0) {
            closes_ = closes_ || !rest.empty() || enough;
            return finish(true);
        }
    }
    return enough || body_bytes_ == kResponseReadLimit ? finish(false) : Progress::more;
}

ResponseReader::Progress ResponseReader::take_chunked(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (chunk_ == Chunk::data) {
            bytes = take_data(bytes);
            if (left_ == 0)
                chunk_ = Chunk::data_end;
            continue;
        }
        char c = bytes.front();
        bytes.remove_prefix(1);
        bool trailing = chunk_ == Chunk::trailer;
        if (++line_bytes_ > kLongestChunkLine || !take_chunk_line_byte(c))
            return broken("its chunks are malformed");
        if (trailing && c == '\n' && chunk_ == Chunk::size) {
            closes_ = closes_ || !bytes.empty();
            return finish(true);
        }
    }
    return Progress::more;
}

// One byte of what stands between the chunks' data; the state returns to `size` after the last trailer.
bool ResponseReader::take_chunk_line_byte(char c)
{
    bool line_ends = c == '\n';
    std::size_t line_bytes = line_bytes_;
    if (line_ends)
        line_bytes_ = 0;
    switch (chunk_) {
    case Chunk::size:
        if (int digit = hex_value(c); digit >= 0) {
            left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
            return ++chunk_digits_ <= kLongestChunkSize;
        }
        if (chunk_digits_ == 0 || (c != ';' && c != ' ' && c != '\t' && c != '\r' && c != '\n'))
            return false;
        chunk_ = Chunk::extension;
        [[fallthrough]];
    case Chunk::extension:
        if (line_ends) {
            chunk_ = left_ == 0 ? Chunk::trailer : Chunk::data;
            chunk_digits_ = 0;
        }
        return true;
    case Chunk::data_end:
        if (line_ends)
            chunk_ = Chunk::size;
        return c == '\r' || c == '\n';
    case Chunk::trailer:
        // An empty line, "\r\n" or "\n", ends the body.
        if (line_ends && (line_bytes == 1 || (line_bytes == 2 && chunk_digits_ == 1)))
            chunk_ = Chunk::size;
        chunk_digits_ = c == '\r' && line_bytes == 1 ? 1 : 0;
        return true;
    case Chunk::data:
        break;
    }
    return false;
}

} // namespace presstime::http
