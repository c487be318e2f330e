// The gate counts who is inside before it waits: one too many is sent away at once.
#include "control/passwords.hpp"

#include "base/text.hpp"
#include "platform/crypto/password.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kMinPassword_bytes = 10;
constexpr int kMaxInside = 6; // of the server's handlers, so that others stay free

} // namespace

Result<> check_new_password(std::string_view password, std::string_view email)
{
    if (password.size() < kMinPassword_bytes || password.size() > kMaxPassword_bytes)
        return fail(Error::invalid("password", fmt::format("password must have {} to {} bytes",
                                                           kMinPassword_bytes, kMaxPassword_bytes)));
    if (equals_ignore_case_ascii(password, email))
        return fail(Error::invalid("password", "password must not be the e-mail address"));
    return {};
}

// Held while a computation runs.
class PasswordGate::Pass {
public:
    explicit Pass(PasswordGate& gate) : gate_(gate), inside_(gate.inside_.fetch_add(1) < kMaxInside)
    {
        if (inside_)
            gate_.free_.acquire();
    }
    ~Pass()
    {
        if (inside_)
            gate_.free_.release();
        gate_.inside_.fetch_sub(1);
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

    Result<> check() const
    {
        if (!inside_)
            return fail(Error::retry("too many people log in at this moment; try again in a few seconds"));
        return {};
    }

private:
    PasswordGate& gate_;
    bool inside_;
};

Result<std::string> PasswordGate::hash(std::string_view password)
{
    const Pass pass(*this);
    TRY(pass.check());
    return hash_password(password);
}

Result<bool> PasswordGate::verify(const std::string& stored, std::string_view password)
{
    const Pass pass(*this);
    TRY(pass.check());
    const bool fits = verify_password(stored.empty() ? kNobodysHash : std::string_view(stored), password);
    return fits && !stored.empty();
}

} // namespace presstime::control
