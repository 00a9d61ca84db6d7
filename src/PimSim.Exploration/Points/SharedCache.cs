namespace PimSim.Exploration;

/// <summary>
/// Remembers what points share, by key: made once, by the first that asks, while others wait; the longest unused is forgotten. A
/// failure is remembered like a value.
/// </summary>
/// <param name="capacity">Entries that are kept.</param>
internal sealed class SharedCache<T>(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, Lazy<T> Value)>> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, Lazy<T> Value)> byUse = new();

    /// <summary>Times that something was made.</summary>
    public int Made { get; private set; }

    /// <summary>The value of a key, made if nobody has it yet.</summary>
    public T Get(string key, Func<T> make)
    {
        Lazy<T> value;
        lock (gate)
        {
            if (entries.TryGetValue(key, out LinkedListNode<(string Key, Lazy<T> Value)>? known))
            {
                byUse.Remove(known);
                byUse.AddLast(known);
                value = known.Value.Value;
            }
            else
            {
                Made++;
                value = new Lazy<T>(make);
                entries[key] = byUse.AddLast((key, value));
                if (entries.Count > capacity)
                {
                    entries.Remove(byUse.First!.Value.Key);
                    byUse.RemoveFirst();
                }
            }
        }

        try
        {
            return value.Value;
        }
        catch (OperationCanceledException)
        {
            Forget(key, value);
            throw;
        }
    }

    /// <summary>What was given up says nothing about the value.</summary>
    private void Forget(string key, Lazy<T> value)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out LinkedListNode<(string Key, Lazy<T> Value)>? known) && ReferenceEquals(known.Value.Value, value))
            {
                byUse.Remove(known);
                entries.Remove(key);
            }
        }
    }
}
