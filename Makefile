# Everything a person needs starts here; each target sets up whatever it needs.
SERVIR ?= 1
PUERTO ?= 8021
ACTAS ?= 60
SEMILLA ?= 2021
.DEFAULT_GOAL := ayuda
.PHONY: ayuda demo test fuzz caos bench-captura bench-cola bench-lectura bench-imagen bench-sitio bench-carga bench-publicacion bench-verificacion manual roles check cerraduras idioma

ayuda: ## Muestra esta ayuda
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: ## Una noche electoral de muestra, de la foto al resultado publicado (SERVIR=0: solo la tabla)
	@herramientas/preparar.sh produccion
	@.venv/bin/actario demo --casillas $(ACTAS) --semilla $(SEMILLA) --puerto $(PUERTO) $(if $(filter 0,$(SERVIR)),--sin-servir)

test: ## Todas las pruebas
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

fuzz: ## Busca entradas que tumben a un lector, EJEMPLOS=5000 por puerta (docs/seguridad.md)
	@herramientas/preparar.sh desarrollo
	@ACTARIO_DIFUSAS=$(or $(EJEMPLOS),5000) .venv/bin/python -m pytest -n 2 tests/difusas

caos: ## Un simulacro con FALLAS=40 muertes y cortes de luz: nada confirmado se pierde (docs/fiabilidad.md)
	@herramientas/preparar.sh desarrollo
	@.venv/bin/actario simulacro --postgresql --actas $(or $(CASILLAS),100) --fallas $(or $(FALLAS),40) --velocidad 144 --carpeta build/caos --json build/caos.json

bench-lectura: ## Mide el lector con lo que nunca vio (docs/lectura.md)
	@herramientas/preparar.sh desarrollo
	@OMP_NUM_THREADS=1 .venv/bin/python -m muestras.bancos.lectura --curva docs/imagenes/riesgo-cobertura.svg

bench-cola: ## Mide la cola con 170,000 actas y 200 personas (BD_PRUEBA= un PostgreSQL vacio)
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m muestras.bancos.cola $(if $(BD_PRUEBA),--postgresql '$(BD_PRUEBA)')

bench-captura: ## Teclea actas en una instalación abierta y mide la espera (CONTRASENA= DIRECCION= USUARIO=)
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m muestras.bancos.captura --contrasena '$(CONTRASENA)' $(if $(DIRECCION),--direccion $(DIRECCION)) $(if $(USUARIO),--usuario $(USUARIO))

bench-imagen: ## Mide el enderezado con fotos difíciles y reales (docs/imagen.md)
	@herramientas/preparar.sh desarrollo
	@OMP_NUM_THREADS=1 .venv/bin/python -m muestras.bancos.imagen

bench-sitio: ## Mide cuánto tarda el sitio de un corte (CASILLAS=9000)
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m muestras.bancos.sitio --casillas $(or $(CASILLAS),9000)

bench-carga: ## Mide cuántos pedidos por segundo da el sitio servido por nginx (pide nginx-light y wrk)
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m muestras.bancos.carga_sitio

bench-publicacion: ## Mide un corte del tamaño del país (docs/base-de-datos.md)
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m muestras.bancos.publicacion

bench-verificacion: ## Mide qué deja mal y qué cuesta cada manera de verificar (docs/verificacion.md)
	@herramientas/preparar.sh desarrollo
	@OMP_NUM_THREADS=1 .venv/bin/python -m muestras.bancos.verificacion --actas $(or $(N),20000)

manual: ## Vuelve a tomar las pantallas del manual del personal (necesita Chromium)
	@herramientas/preparar.sh desarrollo
	@ACTARIO_RETRATOS=build/retratos .venv/bin/python -m pytest -n 2 --dist loadfile tests/navegador
	@.venv/bin/python herramientas/retratos.py build/retratos

roles: ## Vuelve a escribir docs/roles.md a partir de las rutas
	@herramientas/preparar.sh desarrollo
	@.venv/bin/python -m api.tabla_de_roles

check: ## Estilo, tipos y capas
	@herramientas/preparar.sh desarrollo
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/basedpyright
	@.venv/bin/lint-imports

cerraduras: ## Vuelve a fijar las versiones (necesita uv)
	uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml --extra pruebas --extra revision -o requirements/desarrollo.lock
	uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml -c requirements/desarrollo.lock -o requirements/produccion.lock

idioma: ## Compila los mensajes en espanol de la linea de ordenes (necesita gettext)
	msgfmt --check -o actario/idioma/es/LC_MESSAGES/messages.mo actario/idioma/es/LC_MESSAGES/messages.po
