// Carries cairo's written bytes to a ByteWriter and keeps
// the writer's error, which cairo would reduce to a number.
#pragma once

#include "platform/canvas/canvas.hpp"
#include "platform/canvas/handles.hpp"

#include <optional>

namespace presstime::canvas {

class ByteStream {
public:
    explicit ByteStream(const ByteWriter& writer) : writer_(writer) {}

    // A cairo_write_func_t; `closure` is the ByteStream.
    static cairo_status_t write(void* closure, const unsigned char* data, unsigned int length)
    {
        return static_cast<ByteStream*>(closure)->write_bytes({reinterpret_cast<const char*>(data), length});
    }

    // What the writer said, if it failed.
    Result<> result() const
    {
        if (error_) {
            return fail(*error_);
        }
        return {};
    }

private:
    cairo_status_t write_bytes(std::string_view bytes)
    {
        if (!error_) {
            if (Result<> written = writer_(bytes); !written) {
                error_ = written.error();
            }
        }
        return error_ ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
    }

    const ByteWriter& writer_;
    std::optional<Error> error_;
};

} // namespace presstime::canvas
