// The steps of one run under its fence; see pipeline.hpp. Lives on one worker thread for one run.
#pragma once

#include "codec/document.hpp"
#include "run/pipeline.hpp"
#include "run/scoped_query.hpp"
#include "stage/mail_picture.hpp"
#include "stage/render.hpp"
#include "store/run_store.hpp"

#include <vector>

namespace presstime::run {

class RunProcess {
public:
    RunProcess(Pipeline& pipeline, const Run& run, Deadline deadline);

    Result<> work();
    // True when the steps ended the run themselves (no artifact could be made).
    bool ended() const { return ended_; }
    bool lost() const { return lost_; }

private:
    Result<> load_definition();
    Result<> load_replayed_definition();
    Result<> snapshot_definition();
    Result<> run_queries();
    Result<StoredResult> run_query(const control::QueryQuestion& question);
    Result<StoredResult> copy_replayed_result(const StoredResult& original);
    Result<> render_artifacts();
    Result<Artifact> render(const std::string& format, int n, const RenderInput& input);
    // The report's as it is now: the run's definition does not keep it.
    Result<std::string> pdf_password();
    Result<stage::MailBody> make_mail_body();
    Result<> hand_over();
    Result<> fail_run(const std::string& error);
    // One transaction that first checks the fence; an Error says the lease was lost.
    Result<> write_fenced(RunPhase phase, const std::function<Result<>(db::Session&)>& work);
    std::string object_key(const std::string& name) const;
    std::string error_of_artifacts() const;

    Pipeline& pipeline_;
    Run run_;
    store::RunFence fence_;
    Deadline deadline_;
    codec::Definition definition_;
    std::string workspace_name_;
    WorkspaceTheme theme_;
    std::vector<StoredResult> results_;
    std::vector<Artifact> artifacts_;
    bool ended_ = false;
    bool lost_ = false;
};

} // namespace presstime::run
