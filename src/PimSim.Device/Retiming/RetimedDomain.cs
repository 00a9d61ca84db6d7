using PimSim.Models;

namespace PimSim.Device;

/// <summary>Rows, refresh debt and the commands still to be issued of one domain of a trace.</summary>
internal sealed class RetimedDomain(DomainState state, IReadOnlyList<TimedCommand> commands)
{
    private int position;

    public DomainState State => state;

    public bool AtEnd => position == commands.Count;

    public TimedCommand Current => commands[position];

    public void Advance() => position++;
}
