// Result<T> is std::expected<T, Error>; TRY unwraps a Result or returns its error from the enclosing
// function. TRY must not be used inside a coroutine.
#pragma once

#include "base/error.hpp"

#include <expected>
#include <utility>

namespace presstime {

template <typename T = void>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Error error)
{
    return std::unexpected<Error>(std::move(error));
}

namespace detail {
template <typename T>
T take(std::expected<T, Error>&& result)
{
    return std::move(*result);
}
inline void take(std::expected<void, Error>&&) {}
}  // namespace detail

}  // namespace presstime

#define TRY(...)                                                               \
    __extension__({                                                            \
        auto try_result_ = (__VA_ARGS__);                                      \
        if (!try_result_.has_value()) [[unlikely]]                             \
            return std::unexpected<::presstime::Error>(std::move(try_result_).error()); \
        ::presstime::detail::take(std::move(try_result_));                     \
    })
