// One page from blank to bytes: a browser context of its own, the walls around it, the document, the wait
// until it is ready, the print. Lives on one thread for one job.
#pragma once

#include "platform/browser/page_guard.hpp"
#include "platform/browser/page_printer.hpp"
#include "platform/browser/pipe_connection.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::browser {

class PageSession {
public:
    PageSession(PipeConnection& connection, const PrintJob& job, const ResourceFetcher& fetch,
                const Deadline& deadline);
    PageSession(const PageSession&) = delete;
    PageSession& operator=(const PageSession&) = delete;
    ~PageSession();

    // Once. Errors as PagePrinter::print; `crashed()` tells a page whose process was lost.
    Result<PrintedPage> run();
    bool crashed() const { return crashed_; }
    // Throws the page away, whatever it is doing; false when the browser does not answer to that either.
    bool dispose();

private:
    using Object = boost::json::object;

    Result<> open();
    Result<> raise_walls();
    Result<> load();
    Result<> make_ready();
    Result<std::string> print_pdf();
    Result<std::string> read_stream(const std::string& handle);
    Result<std::string> take_picture();
    Result<Object> evaluate(std::string_view script);
    // Sends to this page and waits for the answer's result, handling events meanwhile.
    Result<Object> call(const char* method, Object parameters);
    Result<Object> call_browser(const char* method, Object parameters);
    Result<Object> wait_for(std::int64_t id, const char* method);
    Result<std::int64_t> send(const char* method, Object parameters);
    // Handles one message; the id it answers, or 0.
    Result<> handle_event(const Object& message);
    Result<> answer_request(const Object& parameters);
    Result<> serve(const std::string& request, const FetchedResource& resource);
    Result<> refuse(const std::string& request);
    void note_exception(const Object& parameters);
    void note(std::string sentence);

    PipeConnection& connection_;
    const PrintJob& job_;
    const Deadline& deadline_;
    PageGuard guard_;
    Mailbox mailbox_;
    std::string context_;
    std::string session_;
    std::string frame_;
    bool served_ = false;
    bool loaded_ = false;
    bool crashed_ = false;
    int unsaid_ = 0;
    std::vector<std::string> problems_;
};

} // namespace presstime::browser
