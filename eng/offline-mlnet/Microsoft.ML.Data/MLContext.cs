using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironment
{
    private readonly LocalEnvironment _environment;
    private EventHandler<LoggingEventArgs> _log;
    private int _announced;

    public MLContext(int? seed = null)
    {
        _environment = new LocalEnvironment(seed);
        _environment.Message += OnMessage;
        Data = new DataOperationsCatalog();
        Model = new ModelOperationsCatalog(_environment);
        Transforms = new TransformsCatalog();
        MulticlassClassification = new MulticlassClassificationCatalog();
        BinaryClassification = new BinaryClassificationCatalog();
    }

    // The first listener is told that this is not the real ML.NET.
    public event EventHandler<LoggingEventArgs> Log
    {
        add
        {
            _log += value;
            if (Interlocked.Exchange(ref _announced, 1) == 0)
            {
                value(this, new LoggingEventArgs(
                    "This is the offline stand-in for ML.NET (eng/offline-mlnet), not ML.NET itself. Build with MLNetSource=package for real use.",
                    ChannelMessageKind.Warning,
                    "Offline stand-in"));
            }
        }

        remove => _log -= value;
    }

    public BinaryClassificationCatalog BinaryClassification { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public TransformsCatalog Transforms { get; }

    public ModelOperationsCatalog Model { get; }

    public DataOperationsCatalog Data { get; }

    public ComponentCatalog ComponentCatalog => _environment.ComponentCatalog;

    string IExceptionContext.ContextDescription => _environment.ContextDescription;

    TException IExceptionContext.Process<TException>(TException ex) => _environment.Process(ex);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _environment.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _environment.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _environment.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _environment.StartProgressChannel(name);

    private void OnMessage(string source, ChannelMessage message) =>
        _log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
}
