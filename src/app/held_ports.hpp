// Ports that the system chooses, known before anything that tells people an address is made.
#pragma once

#include "app/settings.hpp"
#include "base/result.hpp"

#include <vector>

namespace presstime {

// Every port 0 of `listen` becomes a free one. The ports are held until release(), without being listened on:
// nobody else is given them, and the server binds them all the same.
class HeldPorts {
public:
    HeldPorts() = default;
    ~HeldPorts() { release(); }
    HeldPorts(HeldPorts&& other) noexcept : sockets_(std::move(other.sockets_)) { other.sockets_.clear(); }
    HeldPorts& operator=(HeldPorts&&) = delete;
    HeldPorts(const HeldPorts&) = delete;
    HeldPorts& operator=(const HeldPorts&) = delete;

    // An address that cannot be bound stays as it is: the server says what is wrong with it.
    static HeldPorts choose(Settings& settings);
    void release();

private:
    std::vector<int> sockets_;
};

} // namespace presstime
