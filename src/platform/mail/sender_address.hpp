// The address that mails are sent from. Copies are one and the same: who holds one sees a change at the next
// mail.
#pragma once

#include "base/guarded.hpp"

#include <memory>
#include <string>
#include <utility>

namespace presstime::mail {

class SenderAddress {
public:
    SenderAddress() : SenderAddress(std::string()) {}
    // Written in place of a text where parts are configured.
    SenderAddress(std::string address) : address_(std::make_shared<Guarded<std::string>>(std::move(address)))
    {
    }
    SenderAddress(const char* address) : SenderAddress(std::string(address)) {}

    std::string text() const
    {
        return address_->with([](const std::string& address) { return address; });
    }
    void change(std::string address) const
    {
        address_->with([&](std::string& held) { held = std::move(address); });
    }

private:
    std::shared_ptr<Guarded<std::string>> address_;
};

} // namespace presstime::mail
