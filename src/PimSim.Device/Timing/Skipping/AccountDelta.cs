namespace PimSim.Device;

/// <summary>What a stretch of a run added to the accounts of a domain: the entries that changed.</summary>
internal sealed class AccountDelta
{
    private readonly (int Index, long Added)[] entries;

    private AccountDelta((int Index, long Added)[] entries)
    {
        this.entries = entries;
    }

    /// <summary>Entries.</summary>
    public int Count => entries.Length;

    /// <summary>Numbers of all accounts of a domain.</summary>
    public static int Length(DomainTiming t) => t.Accounts.Sum(a => a.Length);

    /// <summary>Copies all accounts.</summary>
    public static void Read(DomainTiming t, Span<long> to)
    {
        foreach (long[] a in t.Accounts)
        {
            a.CopyTo(to);
            to = to[a.Length..];
        }
    }

    /// <summary>What was added since <paramref name="before"/> was read.</summary>
    public static AccountDelta Since(ReadOnlySpan<long> before, DomainTiming now)
    {
        var entries = new List<(int, long)>();
        int first = 0;
        foreach (long[] a in now.Accounts)
        {
            ReadOnlySpan<long> old = before.Slice(first, a.Length);
            for (int i = old.CommonPrefixLength(a); i < a.Length; i += 1 + old[(i + 1)..].CommonPrefixLength(a.AsSpan(i + 1)))
            {
                entries.Add((first + i, a[i] - old[i]));
            }

            first += a.Length;
        }

        return new AccountDelta([.. entries]);
    }

    /// <summary>Adds it <paramref name="times"/> times.</summary>
    public void AddTo(DomainTiming t, long times)
    {
        int e = 0;
        int first = 0;
        foreach (long[] a in t.Accounts)
        {
            for (; e < entries.Length && entries[e].Index < first + a.Length; e++)
            {
                a[entries[e].Index - first] += entries[e].Added * times;
            }

            first += a.Length;
        }
    }

    /// <summary>Adds it <paramref name="times"/> times to a copy of all accounts.</summary>
    public void AddTo(long[] accounts, long times)
    {
        foreach ((int index, long added) in entries)
        {
            accounts[index] += added * times;
        }
    }

    /// <summary>Adds a copy of all accounts, and clears it.</summary>
    public static void Move(Span<long> from, DomainTiming to)
    {
        foreach (long[] a in to.Accounts)
        {
            for (int i = 0; i < a.Length; i++)
            {
                a[i] += from[i];
            }

            from[..a.Length].Clear();
            from = from[a.Length..];
        }
    }
}
