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
} // namespace detail

} // namespace presstime

// A TRY may stand inside the argument of another: each names its result apart.
#define PRESSTIME_TRY_JOIN_(a, b) a##b
#define PRESSTIME_TRY_NAME_(counter) PRESSTIME_TRY_JOIN_(try_result_, counter)
#define PRESSTIME_TRY_(result, ...)                                                                          \
    __extension__({                                                                                          \
        auto result = (__VA_ARGS__);                                                                         \
        if (!result.has_value()) [[unlikely]]                                                                \
            return std::unexpected<::presstime::Error>(std::move(result).error());                           \
        ::presstime::detail::take(std::move(result));                                                        \
    })
#define TRY(...) PRESSTIME_TRY_(PRESSTIME_TRY_NAME_(__COUNTER__), __VA_ARGS__)
