using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>
/// Turns a description into layers. Between its items go numbers; a layer that is not the first takes their signs, a real one behind
/// an average pool the averages themselves.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly NetworkDescription description;
    private readonly ImageDataSet images;
    private readonly List<LayerTemplate> layers = [];
    private string here = BnnNetwork.InputName;
    private ImageShape shape;
    private bool isAverage;
    private int weighted;
    private int blocks;
    private int averages;

    private GraphBuilder(NetworkDescription description, ImageDataSet images)
    {
        this.description = description;
        this.images = images;
        shape = new ImageShape(images.Height, images.Width, images.Channels);
    }

    /// <summary>The graph for images of the size and with the classes of <paramref name="images"/>.</summary>
    /// <param name="description">What to build.</param>
    /// <param name="choice">Binarization of the first and the last layer, or null for what the description says.</param>
    /// <param name="images">The training images.</param>
    /// <exception cref="UserErrorException">PIM0803: images of another size; PIM0882: a layer that does not fit what comes before it; PIM0883: layers in an order that makes no network.</exception>
    public static GraphTemplate Build(NetworkDescription description, BinarizedLayers? choice, ImageDataSet images)
    {
        if (description.Shape is { } wanted && wanted != new ImageShape(images.Height, images.Width, images.Channels))
        {
            throw new UserErrorException(
                "PIM0803",
                $"network {description.Name} takes images of {wanted}, {images.Name} has {images.Height} x {images.Width} x {images.Channels}",
                remedy: "train it on images of its size");
        }

        if (description.Mean.Count != 0 && description.Mean.Count != images.Channels)
        {
            throw new UserErrorException(
                "PIM0803", $"network {description.Name} has {description.Mean.Count} means, {images.Name} has {images.Channels} channels", remedy: "give one mean and one deviation for each channel");
        }

        return new GraphBuilder(description.Decide(choice), images).Run();
    }

    private GraphTemplate Run()
    {
        IReadOnlyList<LayerDescription> items = this.description.Layers;
        if (items.Count == 0 || items[^1] is not DenseDescription { Units: null })
        {
            throw Disorder(items.Count == 0 ? LayerPosition.None : items[^1].Position, "does not end in a dense layer without units", "end with {kind: dense}: it has an output for each class");
        }

        if (items[0] is not (ConvolutionDescription or DenseDescription))
        {
            throw Disorder(items[0].Position, "does not begin with a layer of weights", "begin with a convolution or a dense layer");
        }

        for (int i = 0; i < items.Count; i++)
        {
            Append(items[i], isLast: i == items.Count - 1);
        }

        return new GraphTemplate
        {
            Name = this.description.Name,
            Input = PixelStatistics.Encoding(this.description, images, signs: items[0].Binary == true),
            Classes = images.ClassNames,
            Layers = layers,
        };
    }

    private void Append(LayerDescription item, bool isLast)
    {
        switch (item)
        {
            case ConvolutionDescription c:
                TakeSigns(c);
                Convolution(Weighted("conv"), new BlockTemplate
                {
                    OutChannels = c.Channels,
                    Binary = c.Binary == true,
                    KernelSize = c.Kernel,
                    Stride = c.Stride,
                    Padding = c.Pad,
                    PaddingValue = c.PadValue,
                    PoolSize = c.Pool,
                }, c.Position);
                Norm(layers[^1].Name + "-norm");
                break;
            case DenseDescription d:
                Dense(d, isLast);
                break;
            case ResidualDescription r:
                for (int b = 0; b < r.Blocks; b++)
                {
                    blocks++;
                    Residual(FormattableString.Invariant($"block{blocks}"), r, b == 0 ? r.Stride : 1);
                }

                break;
            case AveragePoolDescription p:
                averages++;
                Average(FormattableString.Invariant($"average{averages}"), p.Size ?? shape.Height, p.Position);
                isAverage = true;
                break;
            default:
                throw new InternalErrorException($"a description of a {item.GetType().Name}");
        }
    }

    private void Dense(DenseDescription item, bool isLast)
    {
        if (!isLast && item.Units is null)
        {
            throw Disorder(item.Position, "has a dense layer without units before its end", "give units");
        }

        TakeSigns(item);
        bool hasBias = isLast && item.Binary != true;
        string name = Weighted("dense");
        Add(new DenseTemplate(name, here, item.Units ?? images.ClassCount, item.Binary == true, hasBias));
        if (!hasBias)
        {
            Norm(name + "-norm");
        }
    }

    private void Residual(string name, ResidualDescription item, int stride)
    {
        BlockTemplate form = new() { OutChannels = item.Channels, Binary = item.Binary == true, Stride = stride, PoolSize = 1 };
        (string Name, ImageShape Shape) before = (here, shape);
        Sign(name + ".sign1");
        Convolution(name + ".conv1", form, item.Position);
        string main = Norm(name + ".norm1");
        if (item.ShortcutOfEach)
        {
            string shortcut = Shortcut(name, before, item, stride);
            main = Add(new AddTemplate(name + ".add1", main, shortcut));
        }

        Sign(name + ".sign2");
        Convolution(name + ".conv2", form with { Stride = 1 }, item.Position);
        string second = Norm(name + ".norm2");
        Add(new AddTemplate(name + ".add2", second, item.ShortcutOfEach ? main : Shortcut(name, before, item, stride)));
        isAverage = false;
    }

    /// <summary>What came before, or, where the shape changes, its averages through a real 1 x 1 convolution; the builder stays where it is.</summary>
    private string Shortcut(string name, (string Name, ImageShape Shape) before, ResidualDescription item, int stride)
    {
        if (stride == 1 && before.Shape.Channels == item.Channels)
        {
            return before.Name;
        }

        (string Name, ImageShape Shape) main = (here, shape);
        (here, shape) = before;
        if (stride > 1)
        {
            Average(name + ".average", stride, item.Position);
        }

        Convolution(name + ".shortcut", new BlockTemplate { OutChannels = item.Channels, Binary = false, KernelSize = 1, Padding = 0, PoolSize = 1 }, item.Position);
        string shortcut = Norm(name + ".shortcut-norm");
        (here, shape) = main;
        return shortcut;
    }

    private void TakeSigns(LayerDescription item)
    {
        if (layers.Count > 0 && (!isAverage || item.Binary == true))
        {
            Sign(here + "-sign");
        }

        isAverage = false;
    }

    private void Convolution(string name, BlockTemplate form, LayerPosition position)
    {
        (int height, int width) = (shape.Height + (2 * form.Padding) - form.KernelSize, shape.Width + (2 * form.Padding) - form.KernelSize);
        if (height < 0 || width < 0 || ((height / form.Stride) + 1) / form.PoolSize < 1 || ((width / form.Stride) + 1) / form.PoolSize < 1)
        {
            throw Misfit(position, $"nothing of images of {shape} is left behind {name}", "use fewer pools, a smaller kernel or larger images");
        }

        Add(new ConvolutionTemplate(name, here, form));
    }

    private void Average(string name, int size, LayerPosition position)
    {
        if (shape.Height % size != 0 || shape.Width % size != 0)
        {
            throw Misfit(position, $"windows of {size} x {size} do not divide images of {shape} at {name}", "averages take whole windows; a pool over the whole image needs as many rows as columns");
        }

        Add(new AveragePoolTemplate(name, here, size));
    }

    private string Norm(string name) => Add(new NormTemplate(name, here));

    private void Sign(string name) => Add(new SignTemplate(name, here));

    private string Add(LayerTemplate layer)
    {
        layers.Add(layer);
        shape = layer.Output(shape);
        here = layer.Name;
        return here;
    }

    private string Weighted(string kind)
    {
        weighted++;
        return FormattableString.Invariant($"{kind}{weighted}");
    }

    private UserErrorException Disorder(LayerPosition position, string what, string remedy) => Fault("PIM0883", position, $"network {this.description.Name} {what}", remedy);

    private static UserErrorException Misfit(LayerPosition position, string what, string remedy) => Fault("PIM0882", position, what, remedy);

    private static UserErrorException Fault(string code, LayerPosition position, string message, string remedy) =>
        new([new Diagnostic(code, message, position.File, position.Line, position.Column, remedy)]);
}
