// Passwords checked and made: which ones are taken, and a gate that lets two argon2id computations happen at
// once (19 MiB and some 20 ms each) and few wait, so that log-ins cannot use up the server.
#pragma once

#include "base/result.hpp"

#include <atomic>
#include <semaphore>
#include <string>
#include <string_view>

namespace presstime::control {

// 10 to 1,024 bytes, and not the address itself; `invalid(password)` otherwise.
Result<> check_new_password(std::string_view password, std::string_view email);

class PasswordGate {
public:
    // `retry` when too many wait.
    Result<std::string> hash(std::string_view password);
    // An empty `stored` (nobody, or no password yet) takes as long as a wrong password, and is never right.
    Result<bool> verify(const std::string& stored, std::string_view password);

private:
    class Pass;

    std::counting_semaphore<2> free_{2};
    std::atomic<int> inside_{0}; // waiting or computing
};

// Stands in for the hash that is not there: of the same cost as a real one.
inline constexpr std::string_view kNobodysHash =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

} // namespace presstime::control
