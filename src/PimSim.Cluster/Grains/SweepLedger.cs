namespace PimSim.Cluster;

/// <summary>
/// The books of a sweep, without Orleans: which points wait, who has which, in what order they ended. Workers say again and again what they have, so that
/// an answer that was lost, or a worker, costs nothing but time.
/// </summary>
internal sealed class SweepLedger(TimeProvider time, TimeSpan silence)
{
    /// <summary>Pause before a point that a worker gave back is given out again.</summary>
    private static readonly TimeSpan ReturnPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Over which the rate is taken.</summary>
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Entry> points = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> waiting = new();
    private readonly Dictionary<string, WorkerEntry> workers = new(StringComparer.Ordinal);
    private readonly List<PointEnd> ended = [];
    private readonly Queue<(long At, int Count)> recent = new();
    private int failed;
    private int running;
    private int repeated;

    /// <summary>Whether points wait or are with workers.</summary>
    public bool HasWork => waiting.Count + running > 0;

    /// <summary>Adds a point that waits, unless it is known.</summary>
    /// <param name="point">The point.</param>
    /// <param name="again">Whether it waits once more when it has ended.</param>
    public void Add(WirePoint point, bool again)
    {
        if (again && points.TryGetValue(point.Key, out Entry? before) && before.HasEnded)
        {
            points.Remove(point.Key);
            repeated++;
        }

        Entry entry = new(point);
        if (points.TryAdd(point.Key, entry))
        {
            waiting.AddLast(entry.Node);
        }
    }

    /// <summary>Ends from a place on, at most so many.</summary>
    public PointEnd[] Ends(int from, int most) => [.. ended.Skip(from).Take(most)];

    /// <summary>Takes a report; returns the points that the worker gets.</summary>
    public WirePoint[] Exchange(WorkerReport report)
    {
        if (!workers.TryGetValue(report.Silo, out WorkerEntry? worker))
        {
            workers[report.Silo] = worker = new WorkerEntry(report.Worker, report.Silo);
        }

        worker.Heard = time.GetTimestamp();
        worker.Threads = report.Threads;
        worker.Running = report.Running;
        foreach (PointEnd end in report.Ended)
        {
            if (end.Kind == PointEndKind.Returned)
            {
                Requeue(end.Key, worker, ReturnPause);
            }
            else if (End(end))
            {
                worker.Done++;
            }
        }

        Reconcile(worker, report.Held);
        return Lease(worker, report.Wanted);
    }

    /// <summary>Gives the points of workers that are gone to others.</summary>
    /// <param name="isDead">What the cluster says of an address.</param>
    public void DropLost(Func<string, bool> isDead)
    {
        foreach (WorkerEntry worker in workers.Values.Where(w => isDead(w.Silo) || time.GetElapsedTime(w.Heard) > silence).ToArray())
        {
            foreach (Entry entry in worker.Has.ToArray())
            {
                Requeue(entry.Point.Key, worker, TimeSpan.Zero);
            }

            workers.Remove(worker.Silo);
        }
    }

    /// <summary>Forgets points that wait.</summary>
    public void Withdraw()
    {
        foreach (Entry entry in waiting)
        {
            points.Remove(entry.Point.Key);
        }

        waiting.Clear();
    }

    /// <summary>How it stands.</summary>
    public SweepState State()
    {
        while (recent.TryPeek(out (long At, int Count) oldest) && time.GetElapsedTime(oldest.At) > RateSpan)
        {
            recent.Dequeue();
        }

        double span = recent.TryPeek(out (long At, int Count) first) ? Math.Max(1, time.GetElapsedTime(first.At).TotalSeconds) : 1;
        return new SweepState(
            waiting.Count,
            running,
            ended.Count - repeated,
            failed,
            recent.Sum(r => r.Count) / span,
            [.. workers.Values.OrderBy(w => w.Name, StringComparer.Ordinal).Select(w => new WorkerState(w.Name, w.Threads, w.Running, w.Done, time.GetElapsedTime(w.Heard).TotalSeconds))]);
    }

    /// <summary>What the worker has and should have: an answer of ours may have been lost, or this ledger may be younger than its work.</summary>
    private void Reconcile(WorkerEntry worker, string[] held)
    {
        HashSet<string> has = new(held, StringComparer.Ordinal);
        foreach (Entry entry in worker.Has.Where(e => !has.Contains(e.Point.Key)).ToArray())
        {
            Requeue(entry.Point.Key, worker, TimeSpan.Zero);
        }

        foreach (string key in held)
        {
            if (points.TryGetValue(key, out Entry? entry) && entry.IsWaiting)
            {
                Give(entry, worker);
            }
        }
    }

    /// <summary>No more than a share of what is left, so that workers end together.</summary>
    private WirePoint[] Lease(WorkerEntry worker, int wanted)
    {
        int threads = Math.Max(1, workers.Values.Sum(w => w.Threads));
        int share = Math.Max(1, (int)((long)waiting.Count * worker.Threads / (2L * threads)));
        List<WirePoint> given = [];
        long now = time.GetTimestamp();
        for (LinkedListNode<Entry>? node = waiting.First; node is not null && given.Count < Math.Min(wanted, share);)
        {
            Entry entry = node.Value;
            node = node.Next;
            if (entry.NotBefore <= now)
            {
                Give(entry, worker);
                given.Add(entry.Point);
            }
        }

        return [.. given];
    }

    private void Give(Entry entry, WorkerEntry worker)
    {
        waiting.Remove(entry.Node);
        entry.Worker = worker;
        worker.Has.Add(entry);
        running++;
    }

    private void Requeue(string key, WorkerEntry worker, TimeSpan pause)
    {
        if (points.TryGetValue(key, out Entry? entry) && entry.Worker == worker)
        {
            Take(entry);
            entry.NotBefore = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
            waiting.AddFirst(entry.Node);
        }
    }

    private void Take(Entry entry)
    {
        entry.Worker!.Has.Remove(entry);
        entry.Worker = null;
        running--;
    }

    private bool End(PointEnd end)
    {
        if (!points.TryGetValue(end.Key, out Entry? entry) || entry.HasEnded)
        {
            return false;
        }

        if (entry.Worker is not null)
        {
            Take(entry);
        }
        else
        {
            waiting.Remove(entry.Node);
        }

        entry.HasEnded = true;
        ended.Add(end);
        failed += end.Kind == PointEndKind.Stored ? 0 : 1;
        recent.Enqueue((time.GetTimestamp(), 1));
        return true;
    }

    private sealed class Entry
    {
        public Entry(WirePoint point)
        {
            Point = point;
            Node = new LinkedListNode<Entry>(this);
        }

        public WirePoint Point { get; }

        public LinkedListNode<Entry> Node { get; }

        public WorkerEntry? Worker { get; set; }

        public bool HasEnded { get; set; }

        public bool IsWaiting => Worker is null && !HasEnded;

        public long NotBefore { get; set; }
    }

    private sealed class WorkerEntry(string name, string silo)
    {
        public string Name { get; } = name;

        public string Silo { get; } = silo;

        public HashSet<Entry> Has { get; } = [];

        public long Heard { get; set; }

        public int Threads { get; set; }

        public int Running { get; set; }

        public int Done { get; set; }
    }
}
