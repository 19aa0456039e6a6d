using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// Threads that work through a queue and step back when somebody waits for an answer; they begin with the first piece of work. The
/// runtime's own thread priorities do nothing on Linux.
/// </summary>
/// <param name="name">Of the threads.</param>
/// <param name="count">How many.</param>
/// <param name="stepBack">False for work that others wait for while it takes the processor hardly ever.</param>
public sealed class BackgroundThreads(string name, int count, bool stepBack = true) : IDisposable
{
    private const int OfThread = 0;
    private const int Niceness = 10;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Lock _lock = new();
    private Thread[]? _threads;
    private bool _isOver;

    /// <summary>The calling thread, for good. Where the system does not allow it, nothing changes.</summary>
    public static void StepBack()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, 0, Niceness);
        }
    }

    /// <param name="work">Throws nothing.</param>
    public void Add(Action work)
    {
        lock (_lock)
        {
            _threads ??= [.. Enumerable.Range(0, count).Select(_ => Start())];
        }

        _work.Add(work);
    }

    /// <summary>Does it on one of the threads, while the caller waits.</summary>
    public void Run(Action work)
    {
        var done = new TaskCompletionSource();
        Add(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Finishes what is queued; a second time there is nothing to do.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, true))
        {
            return;
        }

        _work.CompleteAdding();
        foreach (var thread in _threads ?? [])
        {
            thread.Join();
        }

        _work.Dispose();
    }

    private Thread Start()
    {
        var thread = new Thread(() =>
        {
            if (stepBack)
            {
                StepBack();
            }

            foreach (var work in _work.GetConsumingEnumerable())
            {
                work();
            }
        })
        { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
