using PimSim.Core;

namespace PimSim.Driver;

/// <summary>
/// Cuts a stream into pages that fit into a unit's store: as much as fits in a row; a loop stays whole where it fits, and else its body is
/// cut, so that its pages are loaded in every iteration.
/// </summary>
internal sealed class PageCutter
{
    private readonly int capacity;
    private readonly List<ProgramPage> pages = [];
    private readonly List<int> around = [];
    private List<StreamNode> current = [];
    private int entries;

    private PageCutter(int capacity)
    {
        this.capacity = capacity;
    }

    /// <exception cref="UserErrorException">PIM0492: not even one instruction fits.</exception>
    public static IReadOnlyList<ProgramPage> Cut(IReadOnlyList<StreamNode> stream, int capacity)
    {
        var cutter = new PageCutter(capacity);
        cutter.Add(stream);
        return cutter.pages;
    }

    private void Add(IReadOnlyList<StreamNode> nodes)
    {
        foreach (StreamNode node in nodes)
        {
            int needed = node.Entries(0);
            if (needed <= capacity)
            {
                if (entries + needed > capacity)
                {
                    Close();
                }

                current.Add(node);
                entries += needed;
            }
            else
            {
                Close();
                Open(node as StreamLoop ?? throw new UserErrorException(
                    "PIM0492",
                    $"an instruction takes {needed} entries; the unit's instruction store holds {capacity}",
                    null,
                    "set unit.instructionEntries to a larger number, or unit.sequencer to host"));
            }
        }

        Close();
    }

    private void Open(StreamLoop loop)
    {
        if (!loop.InProgram)
        {
            throw new InternalErrorException("a loop that only the store knows must fit into it");
        }

        around.Add(loop.Count);
        Add(loop.Body);
        around.RemoveAt(around.Count - 1);
    }

    private void Close()
    {
        if (current.Count > 0)
        {
            pages.Add(new ProgramPage(current, [.. around]));
            (current, entries) = ([], 0);
        }
    }
}
