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
        int index = 0;
        foreach (long[] a in now.Accounts)
        {
            foreach (long value in a)
            {
                if (value != before[index])
                {
                    entries.Add((index, value - before[index]));
                }

                index++;
            }
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
}
