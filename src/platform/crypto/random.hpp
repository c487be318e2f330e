// Bytes nobody can guess, for keys, nonces and secrets. Identifiers and tokens as text are base/id's.
#pragma once

#include "base/id.hpp"

#include <cstddef>
#include <string>

namespace presstime {

// Of what opens something by itself, made by make_random_text(): 268 random bits, so that a plain SHA-256 of
// it is a sound key to find it by.
inline constexpr std::size_t kSecretCharacters = 52;

// `count` bytes from the operating system's random source.
inline std::string random_bytes(std::size_t count)
{
    std::string bytes(count, '\0');
    fill_random({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
    return bytes;
}

} // namespace presstime
