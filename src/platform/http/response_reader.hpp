// Reads one answer of HTTP/1 (RFC 9112) out of bytes as they come, within fixed bounds of memory and effort.
// It keeps what the sender of a webhook needs: the status, three headers, and the first bytes of the body as
// they came, never inflated. It does no I/O.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace presstime::http {

inline constexpr std::size_t kAnswerHeaderLimit = 64UL * 1024; // all header sections of an answer together
inline constexpr int kAnswerFieldLimit = 200;
inline constexpr int kInterimAnswerLimit = 8;

class ResponseReader {
public:
    enum class Progress {
        more,   // the answer goes on
        whole,  // it is complete, or as much of it as is wanted was read
        broken, // it cannot be read; fault() says why
    };

    // The next bytes. After `whole` or `broken` it must not be called again.
    Progress take(std::string_view bytes);
    // The peer closed in order: that ends a body without a length, and breaks off every other.
    Progress end();

    // 0 until a final status line has come whole.
    int status() const { return status_; }
    bool began() const { return began_; }
    std::string_view fault() const { return fault_; }
    // The connection stands at the end of this answer and may carry another exchange.
    bool reusable() const { return whole_ && keep_alive_ && !closes_; }
    // How long the peer says that it keeps an idle connection ("Keep-Alive: timeout=5").
    std::optional<std::chrono::seconds> kept_for() const { return kept_for_; }

    std::string body;
    std::string retry_after;   // repeated fields joined by ", "
    std::string delivery_wish; // `webhook-delivery`

private:
    enum class Framing { none, length, chunked, until_close };
    enum class Chunk { size, extension, data, data_end, trailer };

    Progress broken(std::string_view fault);
    Progress take_head(std::string_view bytes);
    Progress take_section(std::string_view section);
    bool take_status_line(std::string_view line);
    void take_field(std::string_view name, std::string_view value);
    void take_content_length(std::string_view value);
    void take_connection(std::string_view value);
    Progress begin_body();
    Progress take_body(std::string_view bytes);
    Progress take_chunked(std::string_view bytes);
    bool take_chunk_line_byte(char c);
    std::string_view take_data(std::string_view bytes);
    Progress finish(bool at_the_end);

    std::string pending_; // a header section that has not come whole
    std::size_t head_bytes_ = 0;
    int fields_ = 0;
    int interim_ = 0;
    int status_ = 0;
    bool began_ = false;
    bool in_body_ = false;
    bool whole_ = false;
    bool keep_alive_ = false; // by the version or by its own word
    bool closes_ = false;     // by its word, or because what comes next could be misread
    bool two_lengths_ = false;
    Framing framing_ = Framing::none;
    Chunk chunk_ = Chunk::size;
    int chunk_digits_ = 0;
    std::size_t line_bytes_ = 0; // of the current line of chunk framing
    std::optional<std::uint64_t> length_;
    std::uint64_t left_ = 0; // of the body or of the chunk
    std::size_t body_bytes_ = 0;
    std::optional<std::chrono::seconds> kept_for_;
    std::string_view fault_;
};

} // namespace presstime::http
