// Bytes nobody can guess, for keys, nonces and secrets. Identifiers and tokens as text are base/id's.
#pragma once

#include "base/id.hpp"

#include <cstddef>
#include <string>

namespace presstime {

// `count` bytes from the operating system's random source.
inline std::string random_bytes(std::size_t count)
{
    std::string bytes(count, '\0');
    fill_random({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
    return bytes;
}

} // namespace presstime
