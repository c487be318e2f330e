// What the tables of words are made of; the tables stand in enum_text.hpp and the headers it includes.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace presstime {

template <std::size_t Count>
using Words = std::array<std::string_view, Count>;

template <typename Enum>
inline constexpr Words<0> kEnumWords{};

} // namespace presstime
