// For tests: what waits in a live stream, read as its client would.
#pragma once

#include "api/test_world.hpp"

#include <string>
#include <utility>
#include <vector>

namespace presstime::api {

struct Message {
    std::string event;
    std::string id;
    json::value data;

    std::string text(std::string_view key) const { return std::string(data.at(key).as_string()); }
    std::int64_t number(std::string_view key) const { return data.at(key).to_number<std::int64_t>(); }
};

// A client of one stream, which looks at what there is and keeps nothing.
class Reader {
public:
    explicit Reader(const Answer& answer) : status(answer.status), stream(answer.response.stream) {}

    std::vector<Message> take() const
    {
        std::vector<Message> messages;
        if (!stream)
            return messages;
        Message message;
        const std::string bytes = stream->take().bytes;
        for (std::string_view line : split(bytes, '\n')) {
            const auto value = [&](std::string_view name) { return std::string(line.substr(name.size())); };
            if (line.starts_with("event: "))
                message.event = value("event: ");
            else if (line.starts_with("id: "))
                message.id = value("id: ");
            else if (line.starts_with("data: "))
                message.data = json::parse(value("data: "));
            else if (line.empty() && !message.event.empty())
                messages.push_back(std::exchange(message, {}));
        }
        return messages;
    }
    // Those of one kind: "run 1 running", "delivery sending", "event report.run", "bye too_slow".
    std::vector<std::string> told(std::string_view kind) const
    {
        std::vector<std::string> lines;
        for (const Message& message : take())
            if (message.event == kind)
                lines.push_back(message.text(kind == "event" ? "type" : kind == "bye" ? "reason" : "status"));
        return lines;
    }

    int status;
    std::shared_ptr<http::EventStream> stream;
};

} // namespace presstime::api
