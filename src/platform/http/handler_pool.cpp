// The pool counts idle threads so that a queue limit of 0 still lets each thread have one job.
#include "platform/http/handler_pool.hpp"

#include <pthread.h>

#include <utility>

namespace presstime::http {

void HandlerPool::start()
{
    std::lock_guard lock(mutex_);
    stopped_ = false;
    idle_ = threads_wanted_;
    for (int i = 0; i < threads_wanted_; ++i)
        threads_.emplace_back([this] { work(); });
}

bool HandlerPool::try_submit(Job job)
{
    {
        std::lock_guard lock(mutex_);
        if (stopped_ || queue_.size() >= queue_limit_ + static_cast<std::size_t>(idle_))
            return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void HandlerPool::stop()
{
    std::vector<std::thread> threads;
    {
        std::lock_guard lock(mutex_);
        stopped_ = true;
        queue_.clear();
        threads.swap(threads_);
    }
    wake_.notify_all();
    for (std::thread& thread : threads)
        thread.join();
}

void HandlerPool::work()
{
    pthread_setname_np(pthread_self(), "http-handler");
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
        if (stopped_)
            return;
        Job job = std::move(queue_.front());
        queue_.pop_front();
        --idle_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        ++idle_;
    }
}

} // namespace presstime::http
